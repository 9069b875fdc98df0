import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DataFileError } from '@polyvae/datasets';
import { expect, test } from 'vitest';
import { digits } from './digits.js';
import { faces } from './faces.js';
import { fileDigest, filesDigest } from './file-digests.js';

const folder = (): string => mkdtempSync(path.join(tmpdir(), 'polyvae-'));

test('what cannot be digested is named', async () => {
  const own = folder();
  await expect(fileDigest(own)).rejects.toThrow(`Cannot read ${own}: it is a folder`);
  await expect(filesDigest(own, ['.'])).rejects.toThrow(`Cannot read ${own}: it is a folder`);
});

test('folders that have the names of data files are passed over, or the file in them counts', async () => {
  const own = folder();
  for (const name of ['mnist/train-images-idx3-ubyte', 'mnist/t10k-images-idx3-ubyte', 'svhn']) {
    mkdirSync(path.join(own, name), { recursive: true });
  }
  const files = ['mnist/train-images.idx3-ubyte', 'mnist/t10k-images-idx3-ubyte/t10k-images-idx3-ubyte'];
  for (const file of [...files, 'svhn/train_32x32.mat']) writeFileSync(path.join(own, file), 'x');
  const { digests } = await digits.describe(own, {});
  expect(Object.keys(digests).sort()).toEqual([...files, 'svhn/train_32x32.mat'].sort());
});

test.each([
  [
    'Name it with the option `partition`, or pass `skipCorrupt: true`.',
    'Name it with --celeba-partition FILE, or add --skip-corrupt.',
  ],
  ['Name a folder with the option `cache`.', 'Name a folder with --celeba-cache DIR.'],
])('advice on options is given in those of the command: %s', (advice, own) => {
  const error = new DataFileError({ file: 'x', where: 'y', expected: 'a', found: 'b', advice });
  expect(faces.explain!(error)).toMatchObject({ message: `x: y: expected a, found b. ${own}` });
});

test('no advice of the library on CelebA names an option that is only its own', async () => {
  const own = folder();
  mkdirSync(path.join(own, 'celeba/img_align_celeba'), { recursive: true });
  writeFileSync(path.join(own, 'celeba/img_align_celeba/000001.jpg'), 'x');
  writeFileSync(path.join(own, 'celeba/list_attr_celeba.txt'), '1');
  const described = faces.describe(own, { celebaPartition: path.join(own, 'none.txt') });
  const error: unknown = await described.catch((thrown: unknown) => thrown);
  expect((faces.explain!(error) as Error).message).toMatch(/with --celeba-partition FILE, or leave it out/);
});
