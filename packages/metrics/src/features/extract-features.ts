import { ArgumentError, checkOptions } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs-core';
import type { FeatureExtractor } from './feature-extractor.js';

/**
 * Images `[n, height, width, channels]`: one tensor, which stays, or batches of them, which are disposed after use (as a
 * generator makes them, so that not all images have to be held at once).
 */
export type ImageSource = tf.Tensor4D | Iterable<tf.Tensor4D> | AsyncIterable<tf.Tensor4D>;

/** Features of all images, row-major, as every metric here takes them. */
export interface ExtractedFeatures {
  /** Features of all items, row-major. */
  readonly data: Float32Array;
  /** `[images, dimensions]`. */
  readonly shape: readonly [rows: number, columns: number];
}

/** Options of {@link extractFeatures}. */
export interface ExtractFeaturesOptions {
  /** Images the extractor gets at a time, at most; default 64. */
  readonly batchSize?: number;
}

/**
 * Runs an extractor over images, batch by batch, and reads its features.
 * @throws {ArgumentError} if there are no images, a batch is not `[n, height, width, channels]`, or the extractor returns
 *   anything but one row of the same length for each image.
 * @example
 * ```ts
 * const features = await extractFeatures(images, extractor, { batchSize: 64 });
 * ```
 */
export async function extractFeatures(
  images: ImageSource,
  extractor: FeatureExtractor,
  options: ExtractFeaturesOptions = {},
): Promise<ExtractedFeatures> {
  checkOptions('extractFeatures(options)', options, ['batchSize']);
  const { batchSize = 64 } = options;
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new ArgumentError(`extractFeatures({ batchSize }): expected an integer ≥ 1, found ${batchSize}`);
  }
  const rows = new FeatureRows();
  if (images instanceof tf.Tensor) {
    await readBatches(images, extractor, batchSize, rows);
  } else {
    for await (const batch of images) {
      try {
        await readBatches(batch, extractor, batchSize, rows);
      } finally {
        batch.dispose();
      }
    }
  }
  return rows.join();
}

async function readBatches(
  images: tf.Tensor4D,
  extractor: FeatureExtractor,
  batchSize: number,
  rows: FeatureRows,
): Promise<void> {
  if (images.rank !== 4) {
    throw new ArgumentError(
      `extractFeatures(images): expected shape [images, height, width, channels], found [${images.shape.join(', ')}]`,
    );
  }
  for (let start = 0; start < images.shape[0]; start += batchSize) {
    const size = Math.min(batchSize, images.shape[0] - start);
    const features = tf.tidy(() => extractor(tf.slice(images, [start, 0, 0, 0], [size, -1, -1, -1])));
    try {
      rows.add(features.shape, await features.data<'float32'>(), size);
    } finally {
      features.dispose();
    }
  }
}

/** Blocks of rows of one length. */
class FeatureRows {
  private readonly blocks: Float32Array[] = [];
  private columns: number | undefined;
  private rows = 0;

  add(shape: readonly number[], data: Float32Array, expected: number): void {
    this.columns ??= shape[1];
    if (shape.length !== 2 || shape[0] !== expected || shape[1] !== this.columns) {
      throw new ArgumentError(
        `extractFeatures(extractor): expected features of shape [${expected}, ${this.columns ?? 'dimensions'}] for ${expected} images, found [${shape.join(', ')}]`,
      );
    }
    this.blocks.push(data);
    this.rows += expected;
  }

  join(): ExtractedFeatures {
    if (this.columns === undefined)
      throw new ArgumentError('extractFeatures(images): expected at least one image, found none');
    const data = new Float32Array(this.rows * this.columns);
    let at = 0;
    for (const block of this.blocks) {
      data.set(block, at);
      at += block.length;
    }
    return { data, shape: [this.rows, this.columns] };
  }
}
