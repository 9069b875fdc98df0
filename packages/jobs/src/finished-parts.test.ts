import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { newFolder } from '../../../scripts/temporary-folder.js';
import { FinishedParts } from './finished-parts.js';

const never = (): Promise<never> => Promise.reject(new Error('computed again'));

test('a finished part is kept for those who come later with the same settings', async () => {
  const directory = newFolder();
  expect(await new FinishedParts(directory, { a: 1, b: 2 }).once('x', async () => [1])).toEqual([1]);
  expect(await new FinishedParts(directory, { b: 2, a: 1 }).once('x', never)).toEqual([1]);
  await expect(new FinishedParts(directory, { a: 2 }).once('x', never)).rejects.toThrow('computed again');
});

test('a part that fails is not kept, and a damaged file counts as none', async () => {
  const directory = newFolder();
  const parts = new FinishedParts(directory, {});
  await expect(parts.once('toString', never)).rejects.toThrow();
  expect(await parts.once('toString', async () => 1)).toBe(1);
  writeFileSync(path.join(directory, 'parts.json'), '{"config":');
  expect(await new FinishedParts(directory, {}).once('toString', async () => 2)).toBe(2);
});

test('a part that was changed since is computed again', async () => {
  const directory = newFolder();
  await new FinishedParts(directory, {}).once('x', async () => ({ mean: -712.5 }));
  const file = path.join(directory, 'parts.json');
  const text = readFileSync(file, 'utf8');
  expect(text).toContain('-712.5');
  writeFileSync(file, text.replace('-712.5', '-112.5'));
  await expect(new FinishedParts(directory, {}).once('x', never)).rejects.toThrow('computed again');
});
