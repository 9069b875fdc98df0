import { expect, test } from 'vitest';
import { runReadmeExample } from '../../../scripts/readme-example.js';

test('README examples run', async () => {
  const { printed } = await runReadmeExample(new URL('../README.md', import.meta.url), 2);
  expect(JSON.stringify(printed[0])).toBe('["onnx",[[7,10],[15,22]]]');
  const losses = printed.slice(1).map(([loss]) => loss as number);
  expect(losses).toHaveLength(5);
  expect(losses[0]).toBe(20);
  expect(losses.at(-1)).toBeLessThan(losses[0]!);
});
