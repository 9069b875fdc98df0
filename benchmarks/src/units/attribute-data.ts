import { type FacesSplit, faceAttributes } from '@polyvae/datasets';
import type { MultiLabelBatch } from '@polyvae/models';
import type { BatchSource } from '@polyvae/training';
import * as tf from '@tensorflow/tfjs';
import type { FaceKey } from '../experiment.js';

/** Which attributes items have, row-major `[items, 40]`. */
export function attributesOf(split: FacesSplit, items: Uint32Array): Uint8Array {
  const width = faceAttributes.length;
  const rows = new Uint8Array(items.length * width);
  items.forEach((item, row) => {
    rows.set(split.attributes.subarray(item * width, (item + 1) * width), row * width);
  });
  return rows;
}

/** Share of rows `[items, 40]` that have each attribute. */
export function frequenciesOf(rows: Uint8Array): number[] {
  const width = faceAttributes.length;
  const counts = new Array<number>(width).fill(0);
  rows.forEach((value, i) => {
    counts[i % width]! += value;
  });
  return counts.map((count) => (count * width) / rows.length);
}

/** One modality of a split with the attributes of its items. */
export function attributeData(split: FacesSplit, modality: FaceKey): BatchSource<MultiLabelBatch> {
  return {
    size: split.size,
    get: (items) => {
      const { [modality]: x, ...others } = split.get(items);
      tf.dispose(others);
      const y = tf.tensor2d(attributesOf(split, items), [items.length, faceAttributes.length], 'int32');
      return { x, y };
    },
  };
}
