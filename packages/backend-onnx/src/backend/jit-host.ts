import { ArgumentTypeError } from '@polyvae/errors';
import type * as tf from '@tensorflow/tfjs';
import { type Node, type NodeType, type SharedBuffer, unshaped } from '../graph/node.js';
import type { KeyedProgram } from '../graph/program.js';
import type { Executor } from '../runtime/executor.js';
import type { Entries } from './entries.js';
import type { Entry } from './entry.js';
import type { Pending } from './pending.js';
import { type Computed, type Origin, Recording } from './recording.js';

/** The backend as compiled functions use it: they record a body, compute it, and run its program on shared buffers. */
export class JitHost {
  readonly #entries: Entries;
  readonly #pending: Pending;
  readonly #executor: Executor;
  #recording: Recording | undefined;

  constructor(entries: Entries, pending: Pending, executor: Executor) {
    this.#entries = entries;
    this.#pending = pending;
    this.#executor = executor;
  }

  /** Whether the body of a compiled function is running. */
  get isRecording(): boolean {
    return this.#recording !== undefined;
  }

  /** Runs a function and notes what it needs for `compute`. */
  record<T>(run: () => T): { result: T; recording: Recording } {
    this.#pending.tryFlush();
    const recording = new Recording(new Set(this.#pending.entries));
    this.#recording = recording;
    try {
      return { result: run(), recording };
    } finally {
      this.#recording = undefined;
    }
  }

  /** Notes why the graph is computed while a body runs, if one does. */
  interrupt(reason: string): void {
    if (this.#recording) this.#recording.interruption ??= reason;
  }

  /** Notes the data behind an input of the graph, if a body runs. */
  noteFeed(node: Node, id: object): void {
    this.#recording?.fed.set(node, id);
  }

  /** Notes data that a running body made: they are kept with it, so the memory must not be reused. */
  noteConstant(id: object, { buffer }: Entry, given: unknown): void {
    if (this.#recording === undefined || buffer === undefined) return;
    buffer.poolable = false;
    this.#recording.uploads.set(id, { given, buffer });
  }

  /** Whether a recording left anything pending beyond the given tensors. */
  isPendingBeyond({ pendingBefore }: Recording, ids: readonly object[]): boolean {
    const expected = new Set(ids.map((id) => this.#entries.get(id)));
    for (const entry of this.#pending.entries) if (!expected.has(entry) && !pendingBefore.has(entry)) return true;
    return false;
  }

  /** Computes a recording, and tells where each of the given tensors came from. */
  compute(recording: Recording, ids: readonly object[]): Computed {
    const nodes = ids.map((id) => {
      const { node } = this.#entries.get(id);
      return node && unshaped(node);
    });
    const values = new Map<object, SharedBuffer>();
    for (const [node, id] of recording.fed) {
      node.feed!.references++;
      values.set(id, node.feed!);
    }
    const program = this.#pending.flush();
    const origins = ids.map((id, i): Origin => {
      const node = nodes[i];
      if (node === undefined) return { kind: 'input', id };
      if (node.feed !== undefined) return { kind: 'input', id: recording.fed.get(node)! };
      const index = program?.outputs.indexOf(node) ?? -1;
      if (index >= 0) return { kind: 'result', index };
      const buffer = this.#pending.valuesOf(this.#entries.get(id));
      buffer.poolable = false;
      return { kind: 'value', buffer };
    });
    return { program, inputs: program?.feeds.map((node) => recording.fed.get(node)!) ?? [], values, origins };
  }

  /** Runs a program on the given inputs. The results have one reference each. */
  execute(program: KeyedProgram, inputs: readonly SharedBuffer[]): SharedBuffer[] {
    return this.#executor.run(program, inputs);
  }

  /** Number of references to a tensor's data; 0 once it is disposed. */
  refCount(id: object): number {
    return this.#entries.find(id)?.references ?? 0;
  }

  /**
   * Values of a tensor on the host; computed if they have to be.
   * @throws {ArgumentTypeError} for strings and complex numbers.
   */
  buffer(id: object): SharedBuffer {
    const entry = this.#entries.get(id);
    if (entry.strings !== undefined || entry.parts !== undefined) {
      throw new ArgumentTypeError(`jit: expected float32, int32 or bool tensors, found one of type ${entry.dtype}.`);
    }
    return this.#pending.valuesOf(entry);
  }

  /** A copy of values, with one reference. */
  copyOf({ array }: SharedBuffer, dtype: tf.DataType): SharedBuffer {
    const copy = this.#executor.pool.take(dtype as NodeType, array.length);
    copy.array.set(array);
    return copy;
  }

  /** Lets go of values. */
  release(buffers: Iterable<SharedBuffer>): void {
    for (const buffer of buffers) this.#executor.pool.release(buffer);
  }

  /** A tensor of values that others may hold too. */
  adopt(buffer: SharedBuffer, shape: number[], dtype: tf.DataType): tf.TensorInfo {
    buffer.references++;
    const dataId = {};
    this.#entries.set(dataId, { dtype, references: 1, buffer });
    return { dataId, shape, dtype };
  }
}
