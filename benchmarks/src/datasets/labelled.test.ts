import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { labelledImages } from './labelled.js';

test('images are scaled to 0 … 1, rows in the order asked for', () => {
  const before = tf.memory().numTensors;
  const source = labelledImages({ images: Uint8Array.of(0, 255, 51, 102), labels: Uint8Array.of(3, 7) }, [2, 1, 1]);
  const { x, y } = source.get(Uint32Array.of(1, 0));
  expect(source.size).toBe(2);
  expect(x.shape).toEqual([2, 2, 1, 1]);
  expect([...x.dataSync()]).toEqual([0.2, 0.4, 0, 1].map(Math.fround));
  expect([...y.dataSync()]).toEqual([7, 3]);
  tf.dispose([x, y]);
  expect(tf.memory().numTensors).toBe(before);
});
