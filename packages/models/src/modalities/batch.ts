import type * as tf from '@tensorflow/tfjs-core';

/**
 * Data by modality, each `[batch, ...]` float32. An absent key is a modality that no row has; `present` marks the rows that
 * have it (1, else 0), and what the other rows hold does not matter, NaN included.
 */
export type Batch<K extends string = string> = { readonly [P in K]?: tf.Tensor } & {
  /** Of modalities that not all rows have: 1 for each row that has it, else 0. */
  readonly present?: { readonly [P in K]?: Uint8Array };
};
