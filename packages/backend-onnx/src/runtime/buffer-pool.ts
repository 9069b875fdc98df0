import type { HostArray, NodeType, SharedBuffer } from '../graph/node.js';

/**
 * Host memory for uploads and results, reused between steps: fresh pages of a training step's size cost milliseconds.
 * An array that was handed out, or that came from outside, never comes back here.
 */
export class BufferPool {
  readonly #free = new Map<string, HostArray[]>();
  readonly #limit: number;
  #bytes = 0;

  /** @param limit Most bytes kept while unused. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Bytes held while unused. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Memory for `size` elements with undefined contents and one reference. */
  take(dtype: NodeType, size: number): SharedBuffer {
    const array = this.#free.get(`${dtype}${size}`)?.pop();
    if (array !== undefined) this.#bytes -= array.byteLength;
    return { array: array ?? allocate(dtype, size), references: 1, poolable: true };
  }

  /** Lets go of one reference. */
  release(buffer: SharedBuffer): void {
    if (--buffer.references > 0 || !buffer.poolable) return;
    const { array } = buffer;
    if (this.#bytes + array.byteLength > this.#limit) return;
    const dtype = array instanceof Float32Array ? 'float32' : array instanceof Int32Array ? 'int32' : 'bool';
    const key = `${dtype}${array.length}`;
    const free = this.#free.get(key);
    if (free === undefined) this.#free.set(key, [array]);
    else free.push(array);
    this.#bytes += array.byteLength;
  }

  /** Frees everything. */
  clear(): void {
    this.#free.clear();
    this.#bytes = 0;
  }
}

function allocate(dtype: NodeType, size: number): HostArray {
  if (dtype === 'float32') return new Float32Array(size);
  if (dtype === 'int32') return new Int32Array(size);
  if (dtype === 'bool') return new Uint8Array(size);
  throw new Error(`Internal: no host memory for ${dtype}.`);
}
