/**
 * Data whose batches are there at once: a fixed number of items, fetched by index. Training takes it as a `BatchSource`, which may
 * also give promises.
 *
 * @typeParam B What a batch is, usually a record of tensors whose first axis is the batch.
 */
export interface SyncBatchSource<B> {
  /** Number of items. */
  readonly size: number;
  /**
   * The items at `indices`, in that order; an index may occur more than once. The caller disposes of the tensors.
   *
   * @throws {ArgumentError} if an index is not below `size`.
   */
  get(indices: Uint32Array): B;
}

/** Data whose batches take time, such as files that are read when they are asked for. Training takes it as a `BatchSource`. */
export interface AsyncBatchSource<B> {
  /** Number of items. */
  readonly size: number;
  /**
   * The items at `indices`, in that order; an index may occur more than once. The caller disposes of the tensors.
   *
   * @throws {ArgumentError} if an index is not below `size`.
   */
  get(indices: Uint32Array): Promise<B>;
}
