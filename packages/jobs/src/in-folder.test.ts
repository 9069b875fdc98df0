import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { newFolder } from '../../../scripts/temporary-folder.js';
import { JobBusyError } from './errors.js';
import { inFolder } from './in-folder.js';

test('one at a time; the second is told who works there', async () => {
  const directory = path.join(newFolder(), 'a', 'b');
  await inFolder(directory, {}, async () => {
    expect(readdirSync(directory)).toEqual(['claim.json']);
    await expect(inFolder(directory, {}, async () => {})).rejects.toThrow(JobBusyError);
    await expect(inFolder(directory, {}, async () => {})).rejects.toThrow(`process ${process.pid} on`);
    writeFileSync(path.join(directory, 'result'), '');
  });
  expect(readdirSync(directory)).toEqual(['result']);
});

test('work that fails before it writes leaves no folder behind', async () => {
  const root = newFolder();
  const fail = (folder: string): Promise<void> =>
    inFolder(path.join(root, folder), {}, () => Promise.reject(new Error('refused')));
  await expect(fail('a/b')).rejects.toThrow('refused');
  expect(readdirSync(root)).toEqual([]);
  writeFileSync(path.join(root, 'mine'), '');
  await expect(fail('a')).rejects.toThrow('refused');
  expect(readdirSync(root)).toEqual(['mine']);
  await expect(fail('')).rejects.toThrow('refused');
  expect(existsSync(root)).toBe(true);
});

test('a signal that is given up already begins nothing', async () => {
  const directory = path.join(newFolder(), 'a');
  const signal = AbortSignal.abort(new Error('stopped'));
  await expect(inFolder(directory, { signal }, async () => {})).rejects.toThrow('stopped');
  expect(existsSync(directory)).toBe(false);
});
