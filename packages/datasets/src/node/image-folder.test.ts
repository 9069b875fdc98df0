import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import sharp from 'sharp';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newFolder } from '../../../../scripts/temporary-folder.js';
import { fromImageFolder } from '../node.js';

beforeAll(() => tf.setBackend('cpu'));

let folder: string;
beforeEach(() => {
  folder = newFolder();
});

/** Writes an image of one colour; more columns than rows. */
async function paint(name: string, colour: readonly number[], height = 4, width = 6): Promise<void> {
  const pixels = Uint8Array.from({ length: height * width * colour.length }, (_, i) => colour[i % colour.length]!);
  await mkdir(join(folder, name, '..'), { recursive: true });
  const raw = { height, width, channels: colour.length as 1 | 3 | 4 };
  await sharp(pixels, { raw }).toFile(join(folder, name));
}

/** The first pixel of each image of a batch, in bytes, disposing it. */
function firstPixels(batch: Readonly<Record<string, tf.Tensor4D>>): number[][] {
  const [tensor] = Object.values(batch);
  const pixels = tensor!.arraySync().map((rows) => rows[0]![0]!.map((value) => Math.round(value * 255)));
  tensor!.dispose();
  return pixels;
}

test('images in any order, with their folders as labels', async () => {
  await paint('wren/b.png', [10, 20, 30]);
  await paint('wren/a.PNG', [40, 50, 60]);
  await paint('owl/deep/c.png', [7, 7, 7]);
  await paint('z.png', [255, 0, 128]);
  await writeFile(join(folder, 'notes.txt'), 'mine');
  const images = await fromImageFolder(folder, { size: [2, 3] });
  expect(images).toMatchObject({
    size: 4,
    files: ['owl/deep/c.png', 'wren/a.PNG', 'wren/b.png', 'z.png'],
    labels: ['owl', 'wren', 'wren', ''],
    classes: ['', 'owl', 'wren'],
  });
  const before = tf.memory().numTensors;
  const batch = await images.get(Uint32Array.of(3, 1, 3));
  expect(batch.image.shape).toEqual([3, 2, 3, 3]);
  expect(firstPixels(batch)).toEqual([
    [255, 0, 128],
    [40, 50, 60],
    [255, 0, 128],
  ]);
  expect(tf.memory().numTensors).toBe(before);
  const named = await fromImageFolder(folder, { size: 4, key: 'scan', label: (file) => file.slice(-5, -4) });
  expect(named.labels).toEqual(['c', 'a', 'b', 'z']);
  expect(firstPixels(await named.get(Uint32Array.of(0)))).toEqual([[7, 7, 7]]);
});

test('grey, transparent and turned images', async () => {
  await paint('grey.png', [90]);
  await paint('transparent.png', [200, 100, 50, 0]);
  await paint('colour.png', [60, 60, 60]);
  const three = await fromImageFolder(folder, { size: 2 });
  expect(firstPixels(await three.get(Uint32Array.of(0, 1, 2)))).toEqual([
    [60, 60, 60],
    [90, 90, 90],
    [0, 0, 0],
  ]);
  const one = await fromImageFolder(folder, { size: 2, channels: 1 });
  expect(firstPixels(await one.get(Uint32Array.of(0, 1)))).toEqual([[60], [90]]);
  const deep = sharp(new Uint16Array(48).fill(0x5a5a), { raw: { width: 4, height: 4, channels: 3 } });
  await deep.toColourspace('rgb16').png().toFile(join(folder, 'deep.png'));
  const sixteen = await fromImageFolder(folder, { size: 4 });
  expect(firstPixels(await sixteen.get(Uint32Array.of(1)))).toEqual([[90, 90, 90]]);
  // On its side, with a tag that says so.
  const pixels = Uint8Array.from({ length: 2 * 4 * 3 }, (_, i) => (Math.floor(i / 3) % 4 < 2 ? 200 : 0));
  const turned = sharp(pixels, { raw: { width: 4, height: 2, channels: 3 } }).withMetadata({ orientation: 3 });
  await turned.png().toFile(join(folder, 'turned.png'));
  const upright = await fromImageFolder(folder, { size: [2, 4] });
  expect(firstPixels(await upright.get(Uint32Array.of(upright.files.indexOf('turned.png'))))).toEqual([[0, 0, 0]]);
});

describe('what cannot be used is named', () => {
  test('folders', async () => {
    await expect(fromImageFolder(join(folder, 'none'), { size: 4 })).rejects.toThrow(
      /none: .*found nothing of that name/,
    );
    await expect(fromImageFolder(folder, { size: 4 })).rejects.toThrow(/its files: expected .png, .*found none/);
    await writeFile(join(folder, 'notes.txt'), 'mine');
    await expect(fromImageFolder(folder, { size: 4 })).rejects.toThrow(/found 1 others, such as notes.txt/);
    await expect(fromImageFolder(join(folder, 'notes.txt'), { size: 4 })).rejects.toThrow(/found a file/);
  });

  test('files', async () => {
    await paint('a.png', [1, 2, 3]);
    await writeFile(join(folder, 'b.png'), 'not an image');
    await paint('c.png', [1, 2, 3], 8, 9);
    const images = await fromImageFolder(folder, { size: [4, 6], resize: 'none' });
    expect(firstPixels(await images.get(Uint32Array.of(0)))).toEqual([[1, 2, 3]]);
    await expect(images.get(Uint32Array.of(0, 1))).rejects.toThrow(
      /b.png: image: expected an image that can be decoded, found/,
    );
    await expect(images.get(Uint32Array.of(2))).rejects.toThrow(
      /c.png: image: expected 6 × 4 pixels, found 9 × 8. .*cover/,
    );
    await expect(images.get(Uint32Array.of(3))).rejects.toThrow(/indices below 3, found 3/);
    await rm(join(folder, 'a.png'));
    await expect(images.get(Uint32Array.of(0))).rejects.toThrow(/a.png: image: .*found Input file is missing/);
  });

  test.each([
    [{ size: 0 }, /size: expected a number of pixels or \[height, width\], found 0/],
    [{ size: [4] }, /size/],
    [{ size: 4, channels: 2 }, /channels: expected 1 or 3, found 2/],
    [{ size: 4, resize: 'fill' }, /resize: expected 'cover' or 'none', found fill/],
    [{ size: 4, width: 4 }, /unknown option 'width'/],
  ])('%j', async (options, message) => {
    await expect(fromImageFolder(folder, options as never)).rejects.toThrow(message);
  });
});
