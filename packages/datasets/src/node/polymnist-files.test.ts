import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encode } from 'fast-png';
import sharp from 'sharp';
import { beforeEach, expect, test } from 'vitest';
import { newFolder } from '../../../../scripts/temporary-folder.js';
import type { DataFileError } from '../data-file-error.js';
import { polyMnistNames } from '../polymnist.js';
import type { DecodingProgress } from './decoding-progress.js';
import { polyMnist, polyMnistFiles } from './polymnist-files.js';

/** Byte `i` of an image: other ones for each part, modality and item. */
const byteAt = (part: string, modality: string, name: string, i: number): number =>
  (i * 7 + part.length * 31 + Number(modality[1]) * 53 + Number.parseFloat(name) * 170) % 256;

const pixelsOf = (part: string, modality: string, name: string): Uint8Array =>
  Uint8Array.from({ length: 2352 }, (_, i) => byteAt(part, modality, name, i));

const png = (data: Uint8Array, width = 28, height = 28, channels = 3): Uint8Array =>
  encode({ width, height, data, channels });

const names = {
  train: ['10.2.png', '2.2.png', '0.2.png', '0.9.png'],
  test: ['1.0.png', '0.0.png'],
};

let directory: string;
beforeEach(async () => {
  directory = newFolder();
  for (const [part, items] of Object.entries(names)) {
    for (const modality of polyMnistNames) {
      const folder = join(directory, part, modality);
      await mkdir(folder, { recursive: true });
      // Another order in each folder: pairs go by names.
      const order = modality === 'm1' ? [...items].reverse() : items;
      for (const name of order) await writeFile(join(folder, name), png(pixelsOf(part, modality, name)));
    }
  }
});

const problem = async (): Promise<string> => {
  const error = await polyMnist({ directory }).then(
    () => undefined,
    (thrown: DataFileError) => thrown,
  );
  expect(error?.name).toBe('DataFileError');
  return error!.message.replaceAll(directory, '…');
};

test('pairs by name, by index and then digit, with the class from the name', async () => {
  const data = await polyMnist({ directory });
  expect(data.name).toBe('PolyMNIST');
  expect(data.description).toBe('PolyMNIST as published: 4 of 60,000 train, 2 of 10,000 test items of five images.');
  expect([...data.train.labels]).toEqual([2, 9, 2, 2]);
  expect([...data.test.labels]).toEqual([0, 0]);
  const ordered = ['0.2.png', '0.9.png', '2.2.png', '10.2.png'];
  expect((await polyMnistFiles(directory)).train).toEqual({ folder: join(directory, 'train'), names: ordered });
  ordered.forEach((name, item) => {
    for (const modality of polyMnistNames) {
      expect(data.train.image(item, modality)).toEqual(pixelsOf('train', modality, name));
    }
  });
  expect(data.test.image(1, 'm4')).toEqual(pixelsOf('test', 'm4', '1.0.png'));
});

test('the folder PolyMNIST, fewer items, progress and an abort', async () => {
  const inner = join(directory, 'PolyMNIST');
  await mkdir(inner);
  for (const part of ['train', 'test']) await rename(join(directory, part), join(inner, part));
  const told: DecodingProgress[] = [];
  const data = await polyMnist({ directory, trainSize: 3, onProgress: (progress) => told.push(progress) });
  expect([data.train.size, data.test.size]).toEqual([3, 2]);
  expect(told[0]).toMatchObject({ step: 'decode', done: 1, total: 25 });
  await expect(polyMnist({ directory, signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
  await expect(polyMnist({ directory, trainSize: 0 })).rejects.toThrow('trainSize must be a positive integer, found 0');
  await expect(polyMnist({ directory, size: 3 } as never)).rejects.toThrow("unknown option 'size'");
});

test('files of a desktop are no images', async () => {
  for (const name of ['._0.2.png', '.DS_Store', 'Thumbs.db'])
    await writeFile(join(directory, 'train', 'm0', name), 'x');
  expect((await polyMnist({ directory })).train.size).toBe(4);
});

test('a missing partner is named with its folder', async () => {
  await rm(join(directory, 'train', 'm3', '2.2.png'));
  expect(await problem()).toBe(
    '…/train/m3: images: expected a partner for each of the 4 items of the five folders, found 1 missing: 2.2.png. ' +
      'Unpack PolyMNIST.zip again. For part of the data, keep the same names in m0 … m4.',
  );
});

test('the same number of images is not enough: index and digit must agree', async () => {
  await rename(join(directory, 'test', 'm2', '1.0.png'), join(directory, 'test', 'm2', '1.4.png'));
  expect(await problem()).toContain('…/test/m0: images: expected a partner for each of the 3 items');
});

test('a missing folder says what to get', async () => {
  await rm(join(directory, 'test', 'm4'), { recursive: true });
  expect(await problem()).toMatch(/^…\/test\/m4: images: expected a folder .* found no such folder. Get PolyMNIST.zip/);
  await rm(join(directory, 'train'), { recursive: true });
  expect(await problem()).toMatch(/^…\/train\/m0: images/);
});

test('empty folders', async () => {
  for (const name of polyMnistNames) {
    for (const file of names.test) await rm(join(directory, 'test', name, file));
  }
  expect(await problem()).toContain('…/test: number of items: expected 1 to 10,000, found 0. Get PolyMNIST.zip');
});

test.each(['cat.png', '0.12.png', '007.3.png', '1.2.PNG', '-1.2.png'])('the name %s is refused', async (name) => {
  await writeFile(join(directory, 'train', 'm0', name), png(pixelsOf('train', 'm0', '0.2.png')));
  expect(await problem()).toContain(
    `…/train/m0/${name}: name: expected <index>.<digit>.png, such as 12.7.png, found ${name}`,
  );
});

test.each([
  ['another size', png(new Uint8Array(32 * 28 * 3), 32, 28), '32 × 28 pixels, 3 channels of 8 bits'],
  ['grey', png(new Uint8Array(784), 28, 28, 1), '28 × 28 pixels, 1 channel of 8 bits'],
  ['transparent', png(new Uint8Array(3136), 28, 28, 4), '28 × 28 pixels, 4 channels of 8 bits'],
  ['no PNG', new Uint8Array(50), 'a damaged file ('],
  ['empty', new Uint8Array(), 'a damaged file ('],
  ['cut off', png(pixelsOf('train', 'm2', '0.9.png')).subarray(0, 300), 'a damaged file ('],
])('an image that is %s', async (_, bytes, found) => {
  await writeFile(join(directory, 'train', 'm2', '0.9.png'), bytes);
  expect(await problem()).toContain(
    `…/train/m2/0.9.png: image: expected a PNG of 28 × 28 pixels, 8-bit red, green, blue, found ${found}`,
  );
});

test('a flipped bit is found', async () => {
  const bytes = png(pixelsOf('train', 'm2', '0.9.png'));
  bytes[120]! ^= 4;
  await writeFile(join(directory, 'train', 'm2', '0.9.png'), bytes);
  expect(await problem()).toContain('found a damaged file (');
});

test('reads what another encoder wrote', async () => {
  const pixels = pixelsOf('train', 'm2', '0.9.png');
  const bytes = await sharp(pixels, { raw: { width: 28, height: 28, channels: 3 } })
    .png({ adaptiveFiltering: true })
    .toBuffer();
  await writeFile(join(directory, 'train', 'm2', '0.9.png'), bytes);
  const { train } = await polyMnist({ directory });
  expect(train.image(1, 'm2')).toEqual(pixels);
});
