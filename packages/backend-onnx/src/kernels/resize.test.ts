import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { expectSame, on, tensor, withGradients } from '../../test/compare.js';

// Side of a square, height and width it is resized to.
const sizes: [number, number, number][] = [
  [3, 6, 6],
  [4, 7, 5],
  [5, 2, 3],
  [2, 1, 1],
  [1, 3, 4],
  [6, 6, 3],
];
const settings: [alignCorners: boolean, halfPixelCenters: boolean][] = [
  [false, false],
  [true, false],
  [false, true],
];

test.each(sizes)('side %s to %s × %s, with gradients', async (side, ...to) => {
  for (const [alignCorners, halfPixelCenters] of settings) {
    const smooth = (x?: tf.Tensor) => tf.image.resizeBilinear(x as tf.Tensor4D, to, alignCorners, halfPixelCenters);
    await expectSame(() => withGradients(smooth, [tensor([2, side, side, 3])]));
    // Beyond the first image, tfjs-backend-cpu takes this gradient from the wrong place.
    const near = (x?: tf.Tensor) =>
      tf.image.resizeNearestNeighbor(x as tf.Tensor4D, to, alignCorners, halfPixelCenters);
    // It never returns from the gradient of one pixel with aligned corners.
    const hangs = alignCorners && side === 1;
    if (!hangs) await expectSame(() => withGradients(near, [tensor([1, side, side, 3])]));
    await expectSame(() => near(tensor([2, side, side, 3])));
  }
});

test('the gradient of the nearest pixel, image by image', async () => {
  const f = (x: tf.Tensor) => tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [4, 4]);
  const dy = () => tensor([2, 4, 4, 1], 3);
  const both = await on('onnx', () => tf.grad(f)(tensor([2, 2, 2, 1]), dy()));
  const apart = await on('onnx', () => tf.split(dy(), 2).map((part) => tf.grad(f)(tensor([1, 2, 2, 1]), part)));
  expect(both[0]!.values).toEqual(apart.flatMap((result) => result.values));
});

test('images that are no squares', async () => {
  for (const [alignCorners, halfPixelCenters] of settings) {
    await expectSame(() => {
      const x = tensor<tf.Tensor4D>([1, 3, 5, 2]);
      return [
        tf.image.resizeBilinear(x, [4, 4], alignCorners, halfPixelCenters),
        tf.image.resizeNearestNeighbor(x, [4, 4], alignCorners, halfPixelCenters),
      ];
    });
  }
  // tfjs-backend-cpu exchanges height and width in this gradient.
  const f = (x: tf.Tensor) => tf.image.resizeBilinear(x as tf.Tensor4D, [4, 2]);
  const [gradient] = await on('onnx', () => tf.grad(f)(tensor([1, 2, 4, 1])));
  expect(gradient).toMatchObject({ shape: [1, 2, 4, 1], values: [1.5, 0, 1.5, 0, 2.5, 0, 2.5, 0] });
});

test('integers', async () => {
  const x = () => tf.cast<tf.Tensor4D>(tf.mul(tensor([1, 3, 3, 2]), 255), 'int32');
  await expectSame(() => [tf.image.resizeBilinear(x(), [5, 5]), tf.image.resizeNearestNeighbor(x(), [5, 5])]);
});
