import * as tf from '@tensorflow/tfjs';
import type { Graph } from '../graph/graph.js';
import { type HostArray, type Node, sizeOf } from '../graph/node.js';
import { Executor } from '../runtime/executor.js';
import type { Runtime } from '../runtime/runtime.js';
import { Entries } from './entries.js';
import type { Entry } from './entry.js';
import { JitHost } from './jit-host.js';
import { pause } from './pause.js';
import { Pending } from './pending.js';
import type { BackendStatistics } from './statistics.js';

type Values = tf.backend_util.BackendValues;

/**
 * Lazy TensorFlow.js backend. Kernels record nodes; a read computes everything that is recorded and still referenced in
 * one ONNX graph.
 */
export class OnnxBackend extends tf.KernelBackend {
  /** Kernel calls that tfjs-backend-cpu computed. */
  fallbacks = 0;
  /**
   * The backend as compiled functions use it.
   * @internal
   */
  readonly jit: JitHost;
  readonly #entries: Entries = new Entries(this);
  readonly #executor: Executor;
  readonly #pending: Pending;

  /** @internal Registration makes it. */
  constructor(sessionCacheSize: number, runtime: Runtime) {
    super();
    this.#executor = new Executor(sessionCacheSize, runtime);
    this.#pending = new Pending(this.#executor);
    this.jit = new JitHost(this.#entries, this.#pending, this.#executor);
  }

  /** Counters since the start. */
  get statistics(): BackendStatistics {
    const { sessions, pool, runs, runMs, runtimeBytes } = this.#executor;
    const { compiled, compileMs, hits, evictions, size } = sessions;
    const { fallbacks } = this;
    const held = { sessions: size, pooledBytes: pool.bytes, runtimeBytes };
    return { compiled, compileMs, hits, evictions, ...held, runs, runMs, fallbacks };
  }

  // Storage, as TensorFlow.js' engine calls it.

  override write(values: Values, shape: number[], dtype: tf.DataType): object {
    this.#beginBatch(shape);
    return this.#upload(values, shape, dtype);
  }

  #upload(values: Values, shape: number[], dtype: tf.DataType): object {
    const id = {};
    this.move(id, values, shape, dtype, 1);
    this.jit.noteConstant(id, this.entry(id), values);
    return id;
  }

  override move(id: object, values: Values, shape: number[], dtype: tf.DataType, references: number): void {
    this.#entries.set(id, { dtype, references, ...this.#stored(values, shape, dtype) });
  }

  override numDataIds(): number {
    return this.#entries.size;
  }

  override refCount(id: object): number {
    return this.#entries.find(id)?.references ?? 0;
  }

  /** Called by tfjs' engine when a variable takes a value. */
  override incRef(id: object): void {
    this.share(id);
    const entry = this.entry(id);
    if (entry.node !== undefined) this.#pending.boundary.assigned(entry);
  }

  /** One reference more. */
  share(id: object): void {
    const entry = this.entry(id);
    entry.references++;
    // A fill that is kept (a variable's start value) becomes data, so that later steps record the same graph.
    if (entry.node?.op === 'Fill') {
      this.#pending.materialise(entry, entry.node);
      this.jit.noteConstant(id, entry, undefined);
    }
  }

  /** Undoes a `share`. */
  decRef(id: object): void {
    const entry = this.#entries.find(id);
    if (entry !== undefined) entry.references--;
  }

  override disposeData(id: object, force = false): boolean {
    const entry = this.#entries.find(id);
    if (entry === undefined) return true;
    entry.references--;
    if (!force && entry.references > 0) return false;
    this.#entries.delete(id);
    this.#pending.remove(entry);
    if (entry.parts !== undefined) {
      this.disposeData(entry.parts.real.dataId);
      this.disposeData(entry.parts.imag.dataId);
    }
    return true;
  }

  override readSync(id: object): Values {
    this.jit.interrupt('it reads a tensor, or uses a kernel that falls back,');
    const entry = this.entry(id);
    if (entry.strings !== undefined) return entry.strings;
    if (entry.parts !== undefined) {
      const real = this.readSync(entry.parts.real.dataId) as Float32Array;
      const imag = this.readSync(entry.parts.imag.dataId) as Float32Array;
      return tf.backend_util.mergeRealAndImagArrays(real, imag);
    }
    const buffer = this.#pending.valuesOf(entry);
    buffer.poolable = false;
    return buffer.array;
  }

  override async read(id: object): Promise<Values> {
    const values = this.readSync(id);
    // The computation blocked the event loop; let timers and signals run before the caller goes on.
    await pause();
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
    this.jit.interrupt('it is timed');
    this.#pending.tryFlush();
    const start = tf.util.now();
    run();
    this.#pending.tryFlush();
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
    this.#pending.clear();
  }

  // Recording, as the kernels use it.

  /** @internal */
  get graph(): Graph {
    return this.#pending.graph;
  }

  /** Called before a kernel records anything. */
  beginKernel(inputs: tf.NamedTensorInfoMap): void {
    const entries = (): (Entry | undefined)[] =>
      Object.values(inputs).map((info) => (info ? this.#entries.find(info.dataId) : undefined));
    if (!this.isRecording && this.#pending.boundary.isTrainingStep(entries)) this.#pending.tryFlush();
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
   * The entry of a data id; data of another backend is moved here first.
   * @internal
   */
  entry(id: object): Entry {
    return this.#entries.get(id);
  }

  /**
   * The graph value of a numeric tensor.
   * @internal
   */
  node(info: tf.TensorInfo): Node {
    const entry = this.entry(info.dataId);
    if (entry.node !== undefined) return this.graph.reshape(entry.node, info.shape);
    const feed = this.#pending.feedOf(entry, info.shape, (node) => this.jit.noteFeed(node, info.dataId));
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
   * Tensors for the recorded nodes of one kernel. All of them at once: should too much be pending, it is computed with
   * every one of them, since a node is worth nothing in the next graph.
   * @internal
   */
  outputs(nodes: readonly Node[]): tf.TensorInfo[] {
    const infos = nodes.map((node) => {
      const dataId = {};
      const dtype = node.dtype as tf.DataType;
      const entry: Entry = { dtype, references: 1, node };
      this.#entries.set(dataId, entry);
      this.#pending.add(entry);
      return { dataId, shape: node.shape as number[], dtype };
    });
    if (this.#pending.isFull) {
      this.jit.interrupt('it records more than one graph holds');
      this.#pending.tryFlush();
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
    this.jit.interrupt('it is computed');
    this.#pending.flush();
  }

  /** Whether the body of a compiled function is running. */
  get isRecording(): boolean {
    return this.jit.isRecording;
  }

  /**
   * Frees every compiled graph, with its threads and memory, and unused host memory. Tensors stay; graphs are compiled
   * again when they are needed. Worth calling after training, before other work.
   */
  releaseCompiled(): void {
    this.#executor.release();
  }

  #beginBatch(shape: readonly number[]): void {
    if (!this.isRecording && this.#pending.boundary.isBatch(shape, this.graph.size)) this.#pending.tryFlush();
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
