import { expect, test } from 'vitest';
import { runReadmeExample } from '../../../scripts/readme-example.js';

test('README example runs', async () => {
  const { printed } = await runReadmeExample(new URL('../README.md', import.meta.url));
  expect(JSON.stringify(printed)).toBe('[[1,[[1,0],[0,1]]],[["image","text","image+text"]]]');
});
