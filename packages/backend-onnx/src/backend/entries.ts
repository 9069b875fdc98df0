import * as tf from '@tensorflow/tfjs';
import type { Entry } from './entry.js';

/** The part of TensorFlow.js' engine that tracks data, which its types hide. */
interface EngineData {
  readonly state: { readonly tensorInfo: WeakMap<object, { readonly backend: tf.KernelBackend }> };
  moveData(backend: tf.KernelBackend, id: object): void;
}

/** Entries of a backend by data id. */
export class Entries {
  readonly #owner: tf.KernelBackend;
  readonly #entries = new Map<object, Entry>();

  /** @param owner Takes over data of other backends when they are asked for. */
  constructor(owner: tf.KernelBackend) {
    this.#owner = owner;
  }

  /** Number of entries. */
  get size(): number {
    return this.#entries.size;
  }

  /** The entry of a data id, if the backend has one. */
  find(id: object): Entry | undefined {
    return this.#entries.get(id);
  }

  /**
   * The entry of a data id; data of another backend is moved here first.
   * @throws {Error} if the tensor was disposed.
   */
  get(id: object): Entry {
    let entry = this.#entries.get(id);
    if (entry === undefined) {
      const engine = tf.engine() as unknown as EngineData;
      const home = engine.state.tensorInfo.get(id)?.backend;
      if (home !== undefined && home !== this.#owner) engine.moveData(this.#owner, id);
      entry = this.#entries.get(id);
    }
    if (entry === undefined) throw new Error('This tensor was disposed, or its backend no longer exists.');
    return entry;
  }

  /** Keeps an entry under a data id. */
  set(id: object, entry: Entry): void {
    this.#entries.set(id, entry);
  }

  /** Forgets an entry. */
  delete(id: object): void {
    this.#entries.delete(id);
  }

  /** Forgets all entries. */
  clear(): void {
    this.#entries.clear();
  }
}
