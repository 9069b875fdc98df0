import type * as tf from '@tensorflow/tfjs-core';
import type { SyncBatchSource } from './batch-sources.js';

/** A batch of CelebA: faces and what is said of them. (A type, not an interface: `tf.dispose` takes it.) */
export type FacesBatch = {
  /** `[batch, 64, 64, 3]` (height, width, red-green-blue), 0 … 1. */
  readonly image: tf.Tensor4D;
  /** One-hot characters of the attributes' names, `[batch, 256, 71]`. */
  readonly text: tf.Tensor3D;
};

/** One part (train, validation or test) of {@link FacesDataset}. */
export interface FacesSplit extends SyncBatchSource<FacesBatch> {
  /** Which of the 40 attributes each item has: 0 or 1, row-major `[size, 40]`. */
  readonly attributes: Uint8Array;
  /** The 256 characters of an item's text. */
  text(item: number): string;
}

/** CelebA with its attributes as text, real or synthetic. */
export interface FacesDataset {
  /** Name of the dataset. */
  readonly name: string;
  /** Contents: real or synthetic, sizes. Meant to be printed beside results. */
  readonly description: string;
  /** Items to train on. */
  readonly train: FacesSplit;
  /** Items that are held out until the end. */
  readonly test: FacesSplit;
  /** Items that are held out while training, where there are any. */
  readonly validation?: FacesSplit;
}
