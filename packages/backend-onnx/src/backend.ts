import * as tf from '@tensorflow/tfjs';
import type { Entry } from './entry.js';
import type { Graph } from './graph/graph.js';
import { type HostArray, type Node, type NodeType, type SharedBuffer, sizeOf } from './graph/node.js';
import type { KeyedProgram } from './graph/program.js';
import { type Computed, type Origin, Recording } from './jit/recording.js';
import type { SessionOptions } from './runtime/binding.js';
import { Executor } from './runtime/executor.js';
import { Trace, unshaped } from './trace.js';

/** Counters of a backend, for benchmarks and tests. */
export interface BackendStatistics {
  /** Graphs compiled since the start. */
  compiled: number;
  /** Milliseconds spent compiling since the start. */
  compileMs: number;
  /** Runs of graphs that were compiled already, since the start. */
  hits: number;
  /** Compiled graphs freed to keep within `sessionCacheSize`, since the start. */
  evictions: number;
  /** Sessions held now. */
  sessions: number;
  /** Bytes of host memory kept for reuse now. */
  pooledBytes: number;
  /** Graphs run since the start. */
  runs: number;
  /** Milliseconds spent inside ONNX Runtime's run since the start. */
  runMs: number;
  /** Kernel calls that tfjs-backend-cpu computed, since the start. */
  fallbacks: number;
}

type Values = tf.backend_util.BackendValues;

/** What TensorFlow.js' engine knows of data, which its types hide. */
interface EngineData {
  readonly state: { readonly tensorInfo: WeakMap<object, { readonly backend: tf.KernelBackend }> };
  moveData(backend: tf.KernelBackend, id: object): void;
}

/**
 * Lazy TensorFlow.js backend. Kernels record nodes; a read computes everything that is recorded and still referenced in
 * one ONNX graph.
 */
export class OnnxBackend extends tf.KernelBackend {
  /** Kernel calls that tfjs-backend-cpu computed. */
  fallbacks = 0;
  readonly #entries = new Map<object, Entry>();
  readonly #executor: Executor;
  readonly #trace: Trace;
  #recording: Recording | undefined;

  constructor(sessionCacheSize: number, options: SessionOptions) {
    super();
    this.#executor = new Executor(sessionCacheSize, options);
    this.#trace = new Trace(this.#executor);
  }

  /** Counters since the start. */
  get statistics(): BackendStatistics {
    const { sessions, pool, runs, runMs } = this.#executor;
    const { compiled, compileMs, hits, evictions, size } = sessions;
    const { fallbacks } = this;
    return { compiled, compileMs, hits, evictions, sessions: size, pooledBytes: pool.bytes, runs, runMs, fallbacks };
  }

  // Storage, as TensorFlow.js' engine calls it.

  override write(values: Values, shape: number[], dtype: tf.DataType): object {
    this.#beginBatch(shape);
    return this.#upload(values, shape, dtype);
  }

  #upload(values: Values, shape: number[], dtype: tf.DataType): object {
    const id = {};
    this.move(id, values, shape, dtype, 1);
    this.#noteConstant(id, this.entry(id), values);
    return id;
  }

  override move(id: object, values: Values, shape: number[], dtype: tf.DataType, references: number): void {
    this.#entries.set(id, { dtype, references, ...this.#stored(values, shape, dtype) });
  }

  override numDataIds(): number {
    return this.#entries.size;
  }

  override refCount(id: object): number {
    return this.#entries.get(id)?.references ?? 0;
  }

  /** Called by tfjs' engine when a variable takes a value. */
  override incRef(id: object): void {
    this.share(id);
    const entry = this.entry(id);
    if (entry.node !== undefined) this.#trace.boundary.assigned(entry);
  }

  /** One reference more. */
  share(id: object): void {
    const entry = this.entry(id);
    entry.references++;
    // A fill that is kept (a variable's start value) becomes data, so that later steps record the same graph.
    if (entry.node?.op === 'Fill') {
      this.#trace.materialise(entry, entry.node);
      this.#noteConstant(id, entry, undefined);
    }
  }

  /** Undoes a `share`. */
  decRef(id: object): void {
    const entry = this.#entries.get(id);
    if (entry !== undefined) entry.references--;
  }

  override disposeData(id: object, force = false): boolean {
    const entry = this.#entries.get(id);
    if (entry === undefined) return true;
    entry.references--;
    if (!force && entry.references > 0) return false;
    this.#entries.delete(id);
    this.#trace.remove(entry);
    if (entry.parts !== undefined) {
      this.disposeData(entry.parts.real.dataId);
      this.disposeData(entry.parts.imag.dataId);
    }
    return true;
  }

  override readSync(id: object): Values {
    this.#interrupt('it reads a tensor, or uses a kernel that falls back,');
    const entry = this.entry(id);
    if (entry.strings !== undefined) return entry.strings;
    if (entry.parts !== undefined) {
      const real = this.readSync(entry.parts.real.dataId) as Float32Array;
      const imag = this.readSync(entry.parts.imag.dataId) as Float32Array;
      return tf.backend_util.mergeRealAndImagArrays(real, imag);
    }
    const buffer = this.#trace.valuesOf(entry);
    buffer.poolable = false;
    return buffer.array;
  }

  override async read(id: object): Promise<Values> {
    const values = this.readSync(id);
    // The computation blocked the event loop; let timers and signals run before the caller goes on.
    await new Promise((resolve) => setImmediate(resolve));
    return values;
  }

  /** @throws {Error} always: values are on the host. */
  override readToGPU(): never {
    throw new Error(
      'dataToGPU: the backend onnx keeps values in host memory and has no GPU data to hand out; read them with data() or dataSync().',
    );
  }

  override timerAvailable(): boolean {
    return true;
  }

  override time(run: () => void): Promise<tf.BackendTimingInfo> {
    // tfjs' profiler lets a rejection end the process: a wrong call throws at once, what fails later says so when it is read.
    this.#interrupt('it is timed');
    this.#trace.tryFlush();
    const start = tf.util.now();
    run();
    this.#trace.tryFlush();
    return Promise.resolve({ kernelMs: tf.util.now() - start });
  }

  override memory(): { unreliable: boolean; reasons: string[] } {
    return { unreliable: true, reasons: ['Values that were recorded but not read yet occupy no memory.'] };
  }

  override floatPrecision(): 16 | 32 {
    return 32;
  }

  override epsilon(): number {
    return 1e-7;
  }

  override dispose(): void {
    this.#executor.release();
    this.#entries.clear();
    this.#trace.clear();
  }

  // Recording, as the kernels use it.

  /** @internal */
  get graph(): Graph {
    return this.#trace.graph;
  }

  /** Called before a kernel records anything. */
  beginKernel(inputs: tf.NamedTensorInfoMap): void {
    const entries = (): (Entry | undefined)[] =>
      Object.values(inputs).map((info) => (info ? this.#entries.get(info.dataId) : undefined));
    if (!this.isRecording && this.#trace.boundary.isTrainingStep(entries)) this.#trace.tryFlush();
  }

  /**
   * A copy of successive elements, if they are on the host. Batches are cut from data this way, so that each makes the
   * same graph, wherever it begins.
   */
  copyOfHost(x: tf.TensorInfo, shape: number[], offset: number): tf.TensorInfo | undefined {
    if (this.isRecording || this.entry(x.dataId).buffer === undefined) return undefined;
    this.#beginBatch(shape);
    const { array } = this.entry(x.dataId).buffer!;
    return this.makeTensorInfo(shape, x.dtype, array.subarray(offset, offset + sizeOf(shape)));
  }

  /**
   * What is kept for a data id; data of another backend is moved here first.
   * @internal
   */
  entry(id: object): Entry {
    let entry = this.#entries.get(id);
    if (entry === undefined) {
      const engine = tf.engine() as unknown as EngineData;
      const home = engine.state.tensorInfo.get(id)?.backend;
      if (home !== undefined && home !== this) engine.moveData(this, id);
      entry = this.#entries.get(id);
    }
    if (entry === undefined) throw new Error('This tensor was disposed, or its backend no longer exists.');
    return entry;
  }

  /**
   * The graph value of a numeric tensor.
   * @internal
   */
  node(info: tf.TensorInfo): Node {
    const entry = this.entry(info.dataId);
    if (entry.node !== undefined) return this.graph.reshape(entry.node, info.shape);
    const feed = this.#trace.feedOf(entry, info.shape, (node) => this.#recording?.fed.set(node, info.dataId));
    return this.graph.reshape(feed, info.shape);
  }

  /**
   * A tensor for a recorded node.
   * @internal
   */
  output(node: Node): tf.TensorInfo {
    return this.outputs([node])[0]!;
  }

  /**
   * Tensors for the recorded nodes of one kernel. All of them at once: should the trace be full, it is computed with every
   * one of them, since a node is worth nothing in the next trace.
   * @internal
   */
  outputs(nodes: readonly Node[]): tf.TensorInfo[] {
    const infos = nodes.map((node) => {
      const dataId = {};
      const dtype = node.dtype as tf.DataType;
      const entry: Entry = { dtype, references: 1, node };
      this.#entries.set(dataId, entry);
      this.#trace.add(entry);
      return { dataId, shape: node.shape as number[], dtype };
    });
    if (this.#trace.isFull) {
      this.#interrupt('it records more than one graph holds');
      this.#trace.tryFlush();
    }
    return infos;
  }

  /** A complex tensor of two float tensors, whose references it takes over. */
  outputComplex(real: tf.TensorInfo, imag: tf.TensorInfo): tf.TensorInfo {
    const dataId = {};
    this.#entries.set(dataId, { dtype: 'complex64', references: 1, parts: { real, imag } });
    return { dataId, shape: real.shape, dtype: 'complex64' };
  }

  /** A tensor with the given values. */
  makeTensorInfo(shape: number[], dtype: tf.DataType, values: Values): tf.TensorInfo {
    return { dataId: this.#upload(values, shape, dtype), shape, dtype };
  }

  /** Frees a tensor that a kernel made for itself. */
  disposeIntermediateTensorInfo(info: tf.TensorInfo): void {
    this.disposeData(info.dataId);
  }

  /** Computes everything that is recorded and still referenced. */
  flush(): void {
    this.#interrupt('it is computed');
    this.#trace.flush();
  }

  /** Whether the body of a compiled function is running. */
  get isRecording(): boolean {
    return this.#recording !== undefined;
  }

  /**
   * Runs a function and notes what it needs for `compute`.
   * @internal
   */
  record<T>(run: () => T): { result: T; recording: Recording } {
    this.#trace.tryFlush();
    const recording = new Recording(new Set(this.#trace.pending));
    this.#recording = recording;
    try {
      return { result: run(), recording };
    } finally {
      this.#recording = undefined;
    }
  }

  /**
   * Whether a recording left anything pending beyond the given tensors.
   * @internal
   */
  isPendingBeyond({ pendingBefore }: Recording, ids: readonly object[]): boolean {
    const expected = new Set(ids.map((id) => this.entry(id)));
    for (const entry of this.#trace.pending) if (!expected.has(entry) && !pendingBefore.has(entry)) return true;
    return false;
  }

  /**
   * Computes a recording, and tells where each of the given tensors came from.
   * @internal
   */
  compute(recording: Recording, ids: readonly object[]): Computed {
    const nodes = ids.map((id) => {
      const { node } = this.entry(id);
      return node && unshaped(node);
    });
    const values = new Map<object, SharedBuffer>();
    for (const [node, id] of recording.fed) {
      node.feed!.references++;
      values.set(id, node.feed!);
    }
    const program = this.#trace.flush();
    const origins = ids.map((id, i): Origin => {
      const node = nodes[i];
      if (node === undefined) return { kind: 'input', id };
      if (node.feed !== undefined) return { kind: 'input', id: recording.fed.get(node)! };
      const index = program?.outputs.indexOf(node) ?? -1;
      if (index >= 0) return { kind: 'result', index };
      const buffer = this.#trace.valuesOf(this.entry(id));
      buffer.poolable = false;
      return { kind: 'value', buffer };
    });
    return { program, inputs: program?.feeds.map((node) => recording.fed.get(node)!) ?? [], values, origins };
  }

  /**
   * Runs a program on the given inputs. The results have one reference each.
   * @internal
   */
  execute(program: KeyedProgram, inputs: readonly SharedBuffer[]): SharedBuffer[] {
    return this.#executor.run(program, inputs);
  }

  /**
   * Values of a tensor on the host; computed if they have to be.
   * @internal
   */
  buffer(id: object): SharedBuffer {
    const entry = this.entry(id);
    if (entry.strings !== undefined || entry.parts !== undefined) {
      throw new TypeError(`jit: expected float32, int32 or bool tensors, found one of type ${entry.dtype}.`);
    }
    return this.#trace.valuesOf(entry);
  }

  /**
   * A copy of values, with one reference.
   * @internal
   */
  copyOf({ array }: SharedBuffer, dtype: tf.DataType): SharedBuffer {
    const copy = this.#executor.pool.take(dtype as NodeType, array.length);
    copy.array.set(array);
    return copy;
  }

  /**
   * Lets go of values.
   * @internal
   */
  release(buffers: Iterable<SharedBuffer>): void {
    for (const buffer of buffers) this.#executor.pool.release(buffer);
  }

  /**
   * A tensor of values that others may hold too.
   * @internal
   */
  adopt(buffer: SharedBuffer, shape: number[], dtype: tf.DataType): tf.TensorInfo {
    buffer.references++;
    const dataId = {};
    this.#entries.set(dataId, { dtype, references: 1, buffer });
    return { dataId, shape, dtype };
  }

  /** Data that a compiled function made: kept with it, so the memory must not be reused. */
  #noteConstant(id: object, { buffer }: Entry, given: unknown): void {
    if (this.#recording === undefined || buffer === undefined) return;
    buffer.poolable = false;
    this.#recording.uploads.set(id, { given, buffer });
  }

  #interrupt(reason: string): void {
    if (this.#recording) this.#recording.interruption ??= reason;
  }

  /**
   * Frees every compiled graph, with its threads and memory, and unused host memory. Tensors stay; graphs are compiled
   * again when they are needed. Worth calling after training, before other work.
   */
  releaseCompiled(): void {
    this.#executor.release();
  }

  #beginBatch(shape: readonly number[]): void {
    if (!this.isRecording && this.#trace.boundary.isBatch(shape, this.graph.size)) this.#trace.tryFlush();
  }

  #stored(values: Values, shape: number[], dtype: tf.DataType): Pick<Entry, 'buffer' | 'strings' | 'parts'> {
    if (dtype === 'string') return { strings: values as Uint8Array[] };
    if (dtype === 'complex64') {
      const both = values as Float32Array;
      const real = this.makeTensorInfo(shape, 'float32', tf.backend_util.splitRealAndImagArrays(both).real);
      const imag = this.makeTensorInfo(shape, 'float32', tf.backend_util.splitRealAndImagArrays(both).imag);
      return { parts: { real, imag } };
    }
    // A copy, since the caller may reuse its array before anything is computed.
    const buffer = this.#executor.pool.take(dtype, sizeOf(shape));
    buffer.array.set(values as HostArray);
    return { buffer };
  }
}
