import type { LabelledImages } from '@polyvae/datasets';
import * as tf from '@tensorflow/tfjs';
import type { LabelledSource, Split } from './dataset.js';

/**
 * Targets of some items, row-major.
 * @param targets Of all items, row-major `[size, width]`.
 */
export function targetsOf(targets: Uint8Array, items: Uint32Array, width: number): Uint8Array {
  const rows = new Uint8Array(items.length * width);
  items.forEach((item, row) => {
    rows.set(targets.subarray(item * width, (item + 1) * width), row * width);
  });
  return rows;
}

/**
 * One modality with what its items show, as batches `{ x, y }`; `y` is int32, `[batch]`, or `[batch, labels]`.
 * @param width Numbers of one item's target.
 * @param read The modality's values of some items.
 */
export function labelled(targets: Uint8Array, width: number, read: (items: Uint32Array) => tf.Tensor): LabelledSource {
  return {
    size: targets.length / width,
    targets,
    get: (items) => {
      const shape = width === 1 ? [items.length] : [items.length, width];
      return { x: read(items), y: tf.tensor(targetsOf(targets, items, width), shape, 'int32') };
    },
  };
}

/** Reads one modality of a split's items. */
export function modalityOf(split: Pick<Split, 'get'>, modality: string): (items: Uint32Array) => tf.Tensor {
  return (items) => {
    const { [modality]: x, ...others } = split.get(items);
    tf.dispose(others);
    return x!;
  };
}

/** Labelled uint8 images as batches `{ x: [batch, height, width, channels] in 0 … 1, y: int32 [batch] }`. */
export function labelledImages(
  { images, labels }: LabelledImages,
  shape: readonly [height: number, width: number, channels: number],
): LabelledSource {
  const length = shape[0] * shape[1] * shape[2];
  return labelled(labels, 1, (items) => {
    const values = new Float32Array(items.length * length);
    items.forEach((item, row) => {
      for (let i = 0; i < length; i++) values[row * length + i] = images[item * length + i]! / 255;
    });
    return tf.tensor4d(values, [items.length, ...shape]);
  });
}
