/**
 * Items of a data set as batches of tensors. Implement it for your own data: two members are enough.
 * @typeParam B A tensor or a (nested) record of tensors and host arrays.
 */
export interface BatchSource<B> {
  /** How many items there are. */
  readonly size: number;
  /**
   * The items at some indices, at once or as a promise. The caller disposes the tensors, so they must be new at every call.
   * @param indices Each in `[0, size)`, in the order wanted; may repeat.
   */
  get(indices: Uint32Array): B | Promise<B>;
}
