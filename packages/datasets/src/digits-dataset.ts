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
  readonly mnist: Uint32Array;
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
  readonly name: string;
  /** What this is made of: real or synthetic, sizes, repeated images. Meant to be printed beside results. */
  readonly description: string;
  readonly train: DigitsSplit;
  readonly test: DigitsSplit;
  readonly validation?: DigitsSplit;
}
