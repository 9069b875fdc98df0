import type { LabelledImages } from '@polyvae/datasets';
import type { ClassifierBatch } from '@polyvae/models';
import type { BatchSource } from '@polyvae/training';
import * as tf from '@tensorflow/tfjs';

/** Labelled uint8 images as batches `{ x: [batch, height, width, channels] in 0 … 1, y: int32 [batch] }`. */
export function labelledBatches(
  data: LabelledImages,
  shape: readonly [height: number, width: number, channels: number],
): BatchSource<ClassifierBatch> {
  const length = shape[0] * shape[1] * shape[2];
  return {
    size: data.labels.length,
    get(indices) {
      const values = new Float32Array(indices.length * length);
      const labels = new Int32Array(indices.length);
      indices.forEach((item, row) => {
        for (let i = 0; i < length; i++) values[row * length + i] = data.images[item * length + i]! / 255;
        labels[row] = data.labels[item]!;
      });
      return { x: tf.tensor4d(values, [indices.length, ...shape]), y: tf.tensor1d(labels, 'int32') };
    },
  };
}
