/**
 * Data as a training loop sees it: a fixed number of items, fetched by index. Implement it for data of your own.
 *
 * @typeParam B What a batch is, usually a record of tensors whose first axis is the batch.
 */
export interface BatchSource<B> {
  /** Number of items. */
  readonly size: number;
  /**
   * The items at `indices`, in that order; an index may occur more than once. The caller disposes of the tensors.
   *
   * @throws {RangeError} if an index is not below `size`.
   */
  get(indices: Uint32Array): B;
}
