import '@tensorflow/tfjs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newFolder } from '../../../../../scripts/temporary-folder.js';
import {
  attributeCsv,
  attributesOf,
  attributeTxt,
  flatFace,
  greyOf,
  imageName,
  partitionTxt,
  range,
  writeCeleba,
} from '../../../test/make-celeba.js';
import { attributeText, type DataFileError, type FacesSplit, faceAttributes } from '../../index.js';
import { type CelebaDataset, type CelebaProgress, type CelebaTextOptions, celebaText } from '../../node.js';

let directory: string;
const opened: CelebaDataset[] = [];

/** Eight images: 0 … 3 train, 4 and 5 validation, 6 and 7 test. */
const partOf = (i: number) => (i < 4 ? 0 : i < 6 ? 1 : 2);

beforeEach(async () => {
  directory = newFolder();
  await writeCeleba(directory, range(8), partOf);
});

afterEach(() => {
  for (const dataset of opened.splice(0)) dataset.close();
});

async function load(options: Partial<CelebaTextOptions> = {}): Promise<CelebaDataset> {
  const dataset = await celebaText({ directory, rng: Rng.fromSeed(7), ...options });
  opened.push(dataset);
  return dataset;
}

const problem = (options: Partial<CelebaTextOptions> = {}) =>
  load(options).then(
    () => 'no error',
    (error: DataFileError) => `${error.name}: ${error.message}`,
  );

const write = (name: string, content: string | Uint8Array) => writeFile(join(directory, name), content);
const image = (i: number) => join('img_align_celeba', imageName(i));

/** Grey levels of a split's images. */
function greys(split: FacesSplit): number[] {
  const batch = split.get(Uint32Array.from(range(split.size)));
  const values = batch.image.reshape([split.size, -1]);
  const levels = [...values.mean(1).dataSync()].map((mean) => Math.round(mean * 255));
  tf.dispose([batch.image, batch.text, values]);
  return levels;
}

const rows = (images: number[]) => Uint8Array.from(images.flatMap(attributesOf));
const named = (i: number) => faceAttributes.filter((_, attribute) => attributesOf(i)[attribute]);

test('faces, attributes and texts of the official files', async () => {
  const dataset = await load();
  const { name, description, leftOut } = dataset;
  expect(name).toBe('CelebA');
  const parts = { train: [0, 1, 2, 3], validation: [4, 5], test: [6, 7] };
  for (const part of ['train', 'validation', 'test'] as const) {
    expect(greys(dataset[part]!)).toEqual(parts[part].map(greyOf));
    expect(dataset[part]!.attributes).toEqual(rows(parts[part]));
  }
  expect(dataset.test.text(1)).toBe(attributeText(named(7)));
  expect(description).toBe(
    'Real CelebA faces (178 × 218 pixels, centre crop 148; bicubic to 64 × 64). train: 4 images, validation: 2 images, ' +
      'test: 2 images, by list_eval_partition.txt. Texts name the attributes in the order of the dataset and begin at ' +
      'the first place.',
  );
  expect(leftOut).toEqual([]);
});

test('Kaggle’s layout: lists as .csv, images one folder deeper', async () => {
  const plain = await load();
  await rename(join(directory, 'img_align_celeba'), join(directory, 'inner'));
  await mkdir(join(directory, 'img_align_celeba'));
  await rename(join(directory, 'inner'), join(directory, 'img_align_celeba', 'img_align_celeba'));
  await rm(join(directory, 'list_attr_celeba.txt'));
  await rm(join(directory, 'list_eval_partition.txt'));
  await write('list_attr_celeba.csv', attributeCsv(range(8)));
  await write('list_eval_partition.csv', `image_id,partition\n${partitionTxt(range(8), partOf).replaceAll(' ', ',')}`);
  const kaggle = await load();
  expect([greys(kaggle.train), kaggle.train.attributes]).toEqual([greys(plain.train), plain.train.attributes]);
  expect([greys(kaggle.test), kaggle.test.text(0)]).toEqual([greys(plain.test), plain.test.text(0)]);
});

test('half-size images', async () => {
  for (const i of range(8)) await write(image(i), await flatFace(100 + i, { width: 89, height: 109 }));
  const { train, description } = await load();
  expect(greys(train)).toEqual([100, 101, 102, 103]);
  expect(description).toContain('(89 × 109 pixels, centre crop 74; bicubic to 64 × 64)');
});

test('a partition of one’s own, sizes, and no validation part', async () => {
  await write('mine.txt', `${partitionTxt([7, 3, 2], 0)}${partitionTxt([0], 2)}`);
  const dataset = await load({ partition: 'mine.txt', trainSize: 2 });
  expect([greys(dataset.train), greys(dataset.test)]).toEqual([[2, 3].map(greyOf), [greyOf(0)]]);
  expect(dataset.validation).toBeUndefined();
  expect(dataset.description).toContain('train: 2 images (the first of 3 images), test: 1 image, by mine.txt');
  expect(dataset.description).toContain('4 images with attributes but in no part');
  expect(await problem({ trainSize: 5 })).toBe(
    'RangeError: celebaText: trainSize is 5, but the files have 4 images of that part',
  );
  expect(await problem({ partition: 'mine.txt', validationSize: 1 })).toContain(
    'validationSize is 1, but the files have 0',
  );
  await write('all.txt', partitionTxt(range(8), 0));
  expect(await problem({ partition: 'all.txt' })).toMatch(
    /all\.txt: test images: expected at least one image marked 2, found none among the 8 images that list_attr_celeba\.txt names/,
  );
});

test('either list may name more; images in neither are counted', async () => {
  await write('list_attr_celeba.txt', attributeTxt(range(10)));
  await write('list_eval_partition.txt', partitionTxt([...range(8), 20, 21, 22], partOf));
  await write(image(30), await flatFace(1));
  await write('img_align_celeba/._000001.jpg', 'not an image');
  const { train, description } = await load();
  expect(train.size).toBe(4);
  expect(description).toContain(
    '2 images with attributes but in no part. 3 images of the partition without attributes. 1 image of the folder in neither list.',
  );
});

test('missing images are an error, or left out', async () => {
  await rm(join(directory, image(1)));
  await rm(join(directory, image(7)));
  const message = await problem();
  expect(message).toMatch(
    /img_align_celeba: images: expected the 8 images that the attribute list and the partition both name, found 2 of them missing: 000002\.jpg, 000008\.jpg\. Unpack/,
  );
  expect(message).toContain('`skipCorrupt: true`');
  const dataset = await load({ skipCorrupt: true });
  expect([greys(dataset.train), greys(dataset.test)]).toEqual([[0, 2, 3].map(greyOf), [greyOf(6)]]);
  expect(dataset.train.attributes).toEqual(rows([0, 2, 3]));
  expect(dataset.leftOut).toEqual([
    { image: '000002.jpg', reason: 'missing' },
    { image: '000008.jpg', reason: 'missing' },
  ]);
  expect(dataset.description).toContain('Left out: 2 listed images, 000002.jpg (missing), 000008.jpg (missing).');
});

test('damaged images are an error, or left out', async () => {
  const face = await flatFace(9);
  await write(image(2), face.subarray(0, face.length - 100));
  await write(image(4), 'nothing');
  const message = await problem();
  expect(message).toMatch(
    /000003\.jpg: image: expected a whole JPEG file, found .*; damaged too: 000005\.jpg\. Unpack/,
  );
  const progress: CelebaProgress[] = [];
  const dataset = await load({ skipCorrupt: true, onProgress: (state) => progress.push(state) });
  expect(progress.map(({ step }) => step)).toEqual(['check']);
  expect([greys(dataset.train), greys(dataset.validation!)]).toEqual([[0, 1, 3].map(greyOf), [greyOf(5)]]);
  expect(dataset.train.attributes).toEqual(rows([0, 1, 3]));
  expect(dataset.leftOut.map((left) => left.image)).toEqual(['000003.jpg', '000005.jpg']);
  expect(dataset.description).toContain('train: 3 images, validation: 1 image');
  // Not among the images that are used, so of no interest.
  await write('mine.txt', partitionTxt([0, 6], partOf));
  expect((await load({ partition: 'mine.txt' })).leftOut).toEqual([]);
  await write('worse.txt', `${partitionTxt([0], 0)}${partitionTxt([4], 2)}`);
  expect(await problem({ partition: 'worse.txt', skipCorrupt: true })).toMatch(
    /test images: expected at least one that can be decoded, found none/,
  );
});

test('images of another size are an error in any case', async () => {
  await write(image(3), await flatFace(9, { width: 64, height: 64 }));
  expect(await problem({ skipCorrupt: true })).toMatch(
    /000004\.jpg: size of the image: expected 178 × 218 or 89 × 109 pixels, found 64 × 64 pixels\. Use the aligned/,
  );
});

test('missing files: where to get them, what to put where, and the licence', async () => {
  await rm(join(directory, 'list_attr_celeba.txt'));
  const message = await problem();
  expect(message).toMatch(/expected one of list_attr_celeba\.txt, list_attr_celeba\.csv, .*, found none of that name/);
  expect(message).toContain('https://mmlab.ie.cuhk.edu.hk/projects/CelebA.html');
  for (const part of ['non-commercial research', 'img_align_celeba.zip']) expect(message).toContain(part);
  await rm(join(directory, 'img_align_celeba'), { recursive: true });
  expect(await problem()).toMatch(
    /img_align_celeba: images: expected a folder with 000001\.jpg and so on, found no such folder\. /,
  );
  await write('img_align_celeba.zip', '');
  expect(await problem()).toContain('found no such folder, but img_align_celeba.zip, not unpacked');
  await mkdir(join(directory, 'img_align_celeba'));
  expect(await problem()).toContain('found a folder without any image');
});

test('texts by the seed', async () => {
  const texts = async (seed: number, text: CelebaTextOptions['text']) => {
    const { train } = await load({ rng: Rng.fromSeed(seed), text });
    return range(4).map((item) => train.text(item));
  };
  const random = { start: 'random', order: 'random' } as const;
  expect(await texts(1, random)).toEqual(await texts(1, random));
  expect(await texts(1, random)).not.toEqual(await texts(2, random));
  expect(await texts(1, {})).toEqual(range(4).map((i) => attributeText(named(i))));
  expect((await load({ text: random })).description).toContain('in random order and begin at a random place');
});

test('the cache may be elsewhere; closing ends reading', async () => {
  const cache = join(directory, 'elsewhere', 'faces');
  const dataset = await load({ cache });
  expect((await readdir(cache)).toSorted()).toEqual(['crop148-000000.json', 'crop148-000000.rgb']);
  expect(await readdir(directory)).not.toContain('.polyvae-cache');
  dataset.close();
  dataset.close();
  const before = tf.memory().numTensors;
  expect(() => dataset.train.get(Uint32Array.of(0))).toThrow('this dataset is closed');
  expect(tf.memory().numTensors).toBe(before);
  expect(dataset.train.text(0)).toBe(attributeText(named(0)));
  await load();
  expect(await readdir(directory)).toContain('.polyvae-cache');
});

test('another crop, and an abort', async () => {
  const { description, train } = await load({ cropSize: 100, concurrency: 1 });
  expect(description).toContain('(178 × 218 pixels, centre crop 100; bicubic to 64 × 64)');
  expect(greys(train)).toEqual([0, 1, 2, 3].map(greyOf));
  expect((await readdir(join(directory, '.polyvae-cache'))).toSorted()).toEqual([
    'crop100-000000.json',
    'crop100-000000.rgb',
  ]);
  expect(await problem({ signal: AbortSignal.abort(new Error('enough')) })).toBe('Error: enough');
});

test('options that are wrong', async () => {
  expect(await problem({ trainsize: 3 } as object)).toMatch(
    /TypeError: celebaText: unknown option 'trainsize'; .* trainSize/,
  );
  expect(await problem({ cropSize: 147 })).toContain('cropSize must be even, found 147');
  expect(await problem({ cropSize: 180 })).toContain('cropSize must be an integer from 64 to 178, found 180');
  expect(await problem({ concurrency: 0 })).toContain('concurrency must be an integer of at least 1, found 0');
  expect(await problem({ testSize: 1.5 })).toContain('testSize must be an integer of at least 1, found 1.5');
  expect(await problem({ text: { start: 'end' as 'zero' } })).toContain(
    'celebaText: text: start must be zero or random, found "end"',
  );
});
