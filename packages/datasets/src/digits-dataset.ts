import type * as tf from '@tensorflow/tfjs-core';
import type { SyncBatchSource } from './batch-sources.js';

/** A batch of MNIST-SVHN-Text: three views of the same digit. (A type, not an interface: `tf.dispose` takes it.) */
export type DigitsBatch = {
  /** Handwritten digits, `[batch, 28, 28, 1]`, 0 … 1. */
  readonly mnist: tf.Tensor4D;
  /** Street numbers, `[batch, 32, 32, 3]` (height, width, red-green-blue), 0 … 1. */
  readonly svhn: tf.Tensor4D;
  /** One-hot characters, `[batch, 8, 71]`. */
  readonly text: tf.Tensor3D;
};

/** Images in memory, one byte a value, and the digit that each shows. */
export interface LabelledImages {
  /** Row-major `[n, height, width, channels]`. */
  readonly images: Uint8Array;
  /** `[n]`, 0 … 9. */
  readonly labels: Uint8Array;
}

/** Which image of each modality makes up an item; the two arrays have one entry per item. */
export interface DigitPairs {
  /** Index of each pair's MNIST image. */
  readonly mnist: Uint32Array;
  /** Index of each pair's SVHN image. */
  readonly svhn: Uint32Array;
}

/** One part (train, test or validation) of {@link DigitsDataset}. */
export interface DigitsSplit extends SyncBatchSource<DigitsBatch> {
  /** The digit that each item shows, `[size]`. */
  readonly labels: Uint8Array;
  /** The images before pairing, for classifiers of one modality. */
  readonly unimodal: { readonly mnist: LabelledImages; readonly svhn: LabelledImages };
  /** Which images make up each item. */
  readonly pairs: DigitPairs;
  /** The eight characters of an item's text. */
  text(item: number): string;
}

/** MNIST-SVHN-Text, real or synthetic. */
export interface DigitsDataset {
  /** Name of the dataset. */
  readonly name: string;
  /** Contents: real or synthetic, sizes, repeated images. Meant to be printed beside results. */
  readonly description: string;
  /** Items to train on. */
  readonly train: DigitsSplit;
  /** Items that are held out until the end. */
  readonly test: DigitsSplit;
  /** Items that are held out while training, where there are any. */
  readonly validation?: DigitsSplit;
}
