import { expect, test } from 'vitest';
import { runReadmeExample } from '../../../scripts/readme-example.js';

test('README example runs', async () => {
  const { printed } = await runReadmeExample(new URL('../README.md', import.meta.url));
  expect(printed).toEqual([[0, expect.any(Number)]]);
}, 120_000);
