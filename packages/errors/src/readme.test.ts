import { expect, test } from 'vitest';
import { runReadmeExample } from '../../../scripts/readme-example.js';

test('the README example runs', async () => {
  await expect(runReadmeExample(new URL('../README.md', import.meta.url))).resolves.toBeDefined();
});
