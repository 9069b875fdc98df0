import type { HostArray, NodeType, SharedBuffer } from '../graph/node.js';

/** Number of latest runs whose results determine how much memory is kept. */
const RECENT_RUNS = 16;

/**
 * Host memory for uploads and results, reused between steps: fresh pages of a training step's size cost milliseconds.
 * An array that was handed out, or that came from outside, never comes back here.
 */
export class BufferPool {
  /** By type and size, least recently used first. */
  readonly #free = new Map<string, HostArray[]>();
  readonly #least: number;
  /** Bytes of the results of recent runs. */
  #recent: number[] = [];
  #limit: number;
  #bytes = 0;

  /** @param limit Most bytes kept while unused, unless a recent run gave more. */
  constructor(limit: number) {
    this.#least = limit;
    this.#limit = limit;
  }

  /** Bytes held while unused. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Notes a run with results of so many bytes: they may be kept for the runs that follow. */
  reserve(bytes: number): void {
    this.#recent = [...this.#recent.slice(1 - RECENT_RUNS), bytes];
    this.#limit = Math.max(this.#least, ...this.#recent);
    this.#trim();
  }

  /** Memory for `size` elements with undefined contents and one reference. */
  take(dtype: NodeType, size: number): SharedBuffer {
    const key = `${dtype}${size}`;
    const arrays = this.#free.get(key);
    const array = arrays?.pop();
    if (array !== undefined) this.#bytes -= array.byteLength;
    if (arrays?.length === 0) this.#free.delete(key);
    return { array: array ?? allocate(dtype, size), references: 1, poolable: true };
  }

  /** Lets go of one reference. */
  release(buffer: SharedBuffer): void {
    if (--buffer.references > 0 || !buffer.poolable) return;
    const { array } = buffer;
    if (array.byteLength > this.#limit) return;
    const dtype = array instanceof Float32Array ? 'float32' : array instanceof Int32Array ? 'int32' : 'bool';
    const key = `${dtype}${array.length}`;
    const same = this.#free.get(key) ?? [];
    same.push(array);
    this.#free.delete(key);
    this.#free.set(key, same);
    this.#bytes += array.byteLength;
    this.#trim();
  }

  /** Frees everything, and what was reserved no longer counts. */
  clear(): void {
    this.#recent = [];
    this.#limit = this.#least;
    this.#free.clear();
    this.#bytes = 0;
  }

  #trim(): void {
    // Sizes that a program no longer uses must not keep out those that it does.
    for (const [oldest, arrays] of this.#free) {
      while (this.#bytes > this.#limit && arrays.length > 0) this.#bytes -= arrays.pop()!.byteLength;
      if (arrays.length > 0) break;
      this.#free.delete(oldest);
    }
  }
}

function allocate(dtype: NodeType, size: number): HostArray {
  if (dtype === 'float32') return new Float32Array(size);
  if (dtype === 'int32') return new Int32Array(size);
  if (dtype === 'bool') return new Uint8Array(size);
  throw new Error(`Internal: no host memory for ${dtype}.`);
}
