import { expect, test } from 'vitest';
import { runReadmeExample } from '../../../scripts/readme-example.js';

test('README examples run', async () => {
  const { printed } = await runReadmeExample(new URL('../README.md', import.meta.url), 2);
  const losses = printed.slice(0, -1).map(([, loss]) => loss as number);
  expect(losses).toHaveLength(20);
  expect(losses.at(-1)!).toBeLessThan(losses[0]! / 10);
  expect(printed.at(-1)![0]).toBeLessThan(1e-3);
});
