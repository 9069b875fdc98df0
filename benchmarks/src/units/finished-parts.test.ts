import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { FinishedParts, partsFile } from './finished-parts.js';

const folder = (): string => mkdtempSync(path.join(tmpdir(), 'polyvae-'));

test('what is finished is not computed again, what was stopped is', async () => {
  const directory = folder();
  const first = new FinishedParts(directory, { a: 1, b: 2 });
  expect(await first.once('one', async () => ({ mean: 1 / 3 }))).toEqual({ mean: 1 / 3 });
  const stop = async (): Promise<never> => Promise.reject(new Error('stopped'));
  await expect(first.once('two', stop)).rejects.toThrow('stopped');
  const again = new FinishedParts(directory, { b: 2, a: 1 });
  expect(await again.once('one', stop)).toEqual({ mean: 1 / 3 });
  await expect(again.once('two', stop)).rejects.toThrow('stopped');
});

test('parts of another configuration, or half a file, are not taken', async () => {
  const directory = folder();
  await new FinishedParts(directory, { a: 1 }).once('one', async () => 1);
  expect(await new FinishedParts(directory, { a: 2 }).once('one', async () => 2)).toBe(2);
  const file = path.join(directory, partsFile);
  writeFileSync(file, readFileSync(file).subarray(0, 10));
  expect(await new FinishedParts(directory, { a: 2 }).once('one', async () => 3)).toBe(3);
});
