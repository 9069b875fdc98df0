import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { runReadmeExample } from '../../../scripts/readme-example.js';

test('the README example runs', async () => {
  await tf.setBackend('cpu');
  const { printed } = await runReadmeExample(new URL('../README.md', import.meta.url));
  expect(printed.at(-1)?.slice(1)).toEqual([
    ['reconstruction', 'divergence', 'private'],
    [32, 8],
    [32, 100],
  ]);
});
