import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { expectSame, tensor } from '../test/compare.js';

const gradients = (): tf.Tensor[] =>
  [tf.sum, tf.mean].flatMap((reduce) =>
    [undefined, 1, [0, -1]].map((axis) => tf.grad((x: tf.Tensor) => tf.sin(reduce(x, axis)))(tensor([3, 4, 2]))),
  );

test('gradients of sum and mean', async () => {
  await expectSame(gradients);
});

test("other backends keep tfjs' own, which builds a tensor of ones", async () => {
  const kernels = async (backend: string): Promise<string[]> => {
    await tf.setBackend(backend);
    const { kernelNames } = await tf.profile(() => tf.tidy(() => void gradients()));
    return kernelNames;
  };
  expect(await kernels('cpu')).not.toContain('Tile');
  expect(await kernels('onnx')).toContain('Tile');
});
