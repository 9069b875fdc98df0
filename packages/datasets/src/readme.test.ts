import { expect, test } from 'vitest';
import { runReadmeExample } from '../../../scripts/readme-example.js';

test('README examples run', async () => {
  const { printed } = await runReadmeExample(new URL('../README.md', import.meta.url), 2);
  expect(printed[0]).toEqual([
    [3, 28, 28, 1],
    [3, 32, 32, 3],
    [3, 8, 71],
  ]);
  expect(printed[1]![1]).toHaveLength(3);
  expect(printed[2]).toEqual([[2, 8, 8, 1], [2, 2], { genes: Uint8Array.of(1, 0) }]);
  expect(printed[3]).toEqual([3, { genes: 1, vitals: 1 }, [68], 3, 1]);
});
