import { expect, test } from 'vitest';
import { runReadmeExample } from '../../../scripts/readme-example.js';

test('the README example runs', async () => {
  const { printed } = await runReadmeExample(new URL('../README.md', import.meta.url));
  expect(printed).toHaveLength(2);
  const [picture] = printed[0] as [string];
  expect(picture.split('\n')).toHaveLength(28);
  expect(picture).toContain('#');
  expect(printed[1]).toEqual([3072, 12288]);
});
