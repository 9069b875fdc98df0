import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { newFolder } from '../../../scripts/temporary-folder.js';
import { makeFolder, removeLeftovers, writeFileAtomic } from './files.js';

test('writers at the same time leave one whole content and nothing else', async () => {
  const directory = newFolder();
  const file = path.join(directory, 'a.json');
  const contents = ['a', 'b', 'c'].map((letter) => letter.repeat(100_000));
  await Promise.all(contents.map((content) => writeFileAtomic(file, content)));
  expect(contents).toContain(readFileSync(file, 'utf8'));
  expect(readdirSync(directory)).toEqual(['a.json']);
});

test('what cannot be written says why, and leaves nothing behind', async () => {
  const directory = newFolder();
  mkdirSync(path.join(directory, 'taken'));
  await expect(writeFileAtomic(path.join(directory, 'taken'), '')).rejects.toThrow(
    `Cannot write ${path.join(directory, 'taken')}: `,
  );
  expect(readdirSync(directory)).toEqual(['taken']);
  await expect(writeFileAtomic(path.join(directory, 'absent', 'x'), '')).rejects.toThrow('no such file or folder');
  writeFileSync(path.join(directory, 'file'), '');
  expect(() => makeFolder(path.join(directory, 'file', 'x'))).toThrow('is a file, not a folder (ENOTDIR)');
});

test('what a killed writer left is removed, and nothing else', () => {
  const directory = newFolder();
  for (const name of ['record.json.0123456789abcdef.tmp', 'checkpoint.tmp', 'record.json']) {
    writeFileSync(path.join(directory, name), '');
  }
  removeLeftovers(directory);
  expect(readdirSync(directory).toSorted()).toEqual(['checkpoint.tmp', 'record.json']);
});
