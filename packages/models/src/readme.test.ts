import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { runReadmeExample } from '../../../scripts/readme-example.js';

test('the README examples run', async () => {
  await tf.setBackend('cpu');
  const { printed } = await runReadmeExample(new URL('../README.md', import.meta.url), 2);
  expect(printed.at(-1)?.slice(1)).toEqual([
    ['reconstruction', 'divergence', 'private'],
    [4, 8],
    [4, 20, 24, 1],
  ]);
});
