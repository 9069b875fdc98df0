import { expect, test } from 'vitest';
import { runReadmeExample } from '../../../scripts/readme-example.js';

test('README example runs', async () => {
  const { printed } = await runReadmeExample(new URL('../README.md', import.meta.url));
  expect(printed[0]).toEqual([
    [3, 28, 28, 1],
    [3, 32, 32, 3],
    [3, 8, 71],
  ]);
  expect(printed[1]![1]).toHaveLength(3);
});
