/** Items of a data set as batches of tensors. Implement it for your own data: two members are enough. */
export interface BatchSource<B> {
  /** How many items there are. */
  readonly size: number;
  /**
   * The items at some indices, as a tensor or a (nested) record of tensors. The caller disposes it.
   * @param indices Each in `[0, size)`, in the order wanted; may repeat.
   */
  get(indices: Uint32Array): B;
}
