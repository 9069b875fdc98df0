import { expect, test } from 'vitest';
import { runReadmeExample } from '../../../scripts/readme-example.js';

test('README example runs', async () => {
  const { printed } = await runReadmeExample(new URL('../README.md', import.meta.url));
  const losses = printed.map(([, loss]) => loss as number);
  expect(losses).toHaveLength(20);
  expect(losses.at(-1)!).toBeLessThan(losses[0]! / 10);
});
