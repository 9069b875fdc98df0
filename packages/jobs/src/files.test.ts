import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { newFolder } from '../../../scripts/temporary-folder.js';
import { makeFolder, removeLeftovers, writeFileAtomic } from './files.js';
import { temporaryName } from './temporary-name.js';

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

test('folders are made with those above them, and what did not exist is told', () => {
  const directory = newFolder();
  const deep = path.join(directory, 'a', 'b', 'c');
  expect(makeFolder(deep)).toBe(path.join(directory, 'a'));
  expect(makeFolder(deep)).toBeUndefined();
  expect(readdirSync(path.join(directory, 'a', 'b'))).toEqual(['c']);
  writeFileSync(path.join(deep, 'file'), '');
  expect(() => makeFolder(path.join(deep, 'file'))).toThrow('a file of this name is in the way (EEXIST)');
});

test.runIf(process.platform === 'linux')('where the system makes no folders, that is an error and not a loop', () => {
  expect(() => makeFolder('/proc/x')).toThrow('Cannot make the folder /proc/x: ');
});

test('what killed writers of a file left is removed by the next one', async () => {
  const directory = newFolder();
  const file = path.join(directory, 'plan.json');
  const { pid } = spawnSync(process.execPath, ['--version']);
  const ofThis = path.basename(temporaryName(file));
  const dead = ofThis.replace(`-${process.pid}-`, `-${pid}-`);
  const elsewhere = dead.replace(/\.[0-9a-f]{8}-/, '.00000000-');
  const other = dead.replace('plan.json', 'other.json');
  for (const name of [ofThis, dead, elsewhere, other]) writeFileSync(path.join(directory, name), '');
  await writeFileAtomic(file, 'x');
  expect(readdirSync(directory).toSorted()).toEqual([ofThis, elsewhere, other, 'plan.json'].toSorted());
  mkdirSync(path.join(directory, 'checkpoints'));
  const ofTraining = '1.safetensors.7cb4d4de-0e5d-4f24-8b43-6a2bd2d3a3b1.tmp';
  writeFileSync(path.join(directory, 'checkpoints', ofTraining), '');
  removeLeftovers(directory);
  expect(readdirSync(directory).toSorted()).toEqual(['checkpoints', 'plan.json']);
  expect(readdirSync(path.join(directory, 'checkpoints'))).toEqual([]);
});

test('folders that were half-written or replaced are removed; one whose place is empty is kept', () => {
  const directory = newFolder();
  const id = '7cb4d4de-0e5d-4f24-8b43-6a2bd2d3a3b1';
  for (const name of ['model', `model.${id}.tmp`, `model.${id}.old`, `other.${id}.old`]) {
    mkdirSync(path.join(directory, name));
    writeFileSync(path.join(directory, name, 'model.json'), '{}');
  }
  removeLeftovers(directory);
  expect(readdirSync(directory).toSorted()).toEqual(['model', `other.${id}.old`]);
});

test('what a killed writer left is removed, and nothing else', () => {
  const directory = newFolder();
  for (const name of ['record.json.0123456789abcdef.tmp', 'checkpoint.tmp', 'record.json']) {
    writeFileSync(path.join(directory, name), '');
  }
  removeLeftovers(directory);
  expect(readdirSync(directory).toSorted()).toEqual(['checkpoint.tmp', 'record.json']);
});
