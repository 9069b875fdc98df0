import * as tf from '@tensorflow/tfjs-core';
import type { BatchSource } from './batch-source.js';
import { checkBatch, tensorsOf } from './check-batch.js';

/** Options of a feed. */
export interface BatchFeedOptions {
  /** The source in errors, such as `fit(data)`. */
  readonly where: string;
  /** Index of the first batch. */
  readonly first: number;
  /** Index after the last one. */
  readonly end: number;
  /** Batches begun beyond the one that is in use; by default one if the source takes time, else none. */
  readonly ahead?: number;
  /** The items of a batch. */
  readonly indicesOf: (batch: number) => Uint32Array;
}

/** Batches of a source in order, some of them begun while the one before is in use. */
export class BatchFeed<B> {
  readonly #source: BatchSource<B>;
  readonly #options: BatchFeedOptions;
  readonly #begun: Promise<B>[] = [];
  /** The batch that is to be begun next. */
  #next: number;
  #ahead: number | undefined;

  constructor(source: BatchSource<B>, options: BatchFeedOptions) {
    this.#source = source;
    this.#options = options;
    this.#next = options.first;
    this.#ahead = options.ahead;
  }

  /**
   * The next batch, which is then the caller's to dispose.
   * @throws {ArgumentTypeError} if it is no batch, or one whose tensors were disposed; else whatever the source throws.
   */
  async take(): Promise<B> {
    const begun = this.#begun.shift() ?? this.#begin();
    let batch: B;
    if (begun instanceof Promise) {
      this.#ahead ??= 1;
      batch = await begun;
    } else {
      this.#ahead ??= 0;
      batch = begun;
    }
    try {
      checkBatch(this.#options.where, batch);
    } catch (error) {
      tf.dispose(batch as tf.TensorContainer);
      throw error;
    }
    while (this.#begun.length < this.#ahead && this.#next < this.#options.end) this.#beginAhead();
    return batch;
  }

  /** Disposes what was begun and not taken, once it is there. */
  async close(): Promise<void> {
    this.#next = this.#options.end;
    const begun = await Promise.allSettled(this.#begun.splice(0));
    for (const result of begun) if (result.status === 'fulfilled') tf.dispose(result.value as tf.TensorContainer);
  }

  #begin(): B | Promise<B> {
    const given = this.#source.get(this.#options.indicesOf(this.#next++));
    return isThenable(given) ? kept(given) : given;
  }

  #beginAhead(): void {
    const begun = (async () => this.#begin())();
    // Whoever takes the batch learns of it; until then it is no unhandled rejection.
    begun.catch(() => {});
    this.#begun.push(begun);
  }
}

function isThenable<B>(value: B | PromiseLike<B>): value is PromiseLike<B> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}

/** A batch that arrives while a scope of tensors may be open elsewhere, which must not take its tensors along when it ends. */
async function kept<B>(promise: PromiseLike<B>): Promise<B> {
  const batch = await promise;
  for (const [, tensor] of tensorsOf(batch)) if (!tensor.isDisposed) tf.keep(tensor);
  return batch;
}
