import '@tensorflow/tfjs';
import { mkdir, rename, symlink, truncate, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { newFolder } from '../../../../scripts/temporary-folder.js';
import { writeDigits } from '../../test/make-digits.js';
import type { DigitsSplit } from '../index.js';
import { mnistSvhnText, readMnist, readSvhn } from '../node.js';

let directory: string;
let folders: { mnist: string; svhn: string };

beforeAll(async () => {
  directory = newFolder();
  folders = await writeDigits(directory, { mnistTrain: 80, mnistTest: 20, svhnTrain: 60, svhnTest: 30 });
});

const load = (options = {}) => mnistSvhnText({ ...folders, rng: Rng.fromSeed(7), ...options });

function expectWhole(split: DigitsSplit): void {
  const { mnist, svhn } = split.unimodal;
  for (let item = 0; item < split.size; item++) {
    expect(mnist.labels[split.pairs.mnist[item]!]).toBe(split.labels[item]);
    expect(svhn.labels[split.pairs.svhn[item]!]).toBe(split.labels[item]);
  }
}

test('refuses an unknown option', async () => {
  await expect(load({ testsize: 10 })).rejects.toThrow(/mnistSvhnText: unknown option 'testsize'; .* testSize/);
});

test('pairs the files by the published rule', async () => {
  const dataset = await load();
  expect(dataset.train.size).toBe(60 * 20);
  expect(dataset.test.size).toBe(20 * 20);
  expect(dataset.validation).toBeUndefined();
  expectWhole(dataset.train);
  expectWhole(dataset.test);
  expect(dataset.description).toContain(
    'train: 1,200 pairs of 80 MNIST and 60 SVHN images (per class min(#MNIST, #SVHN)',
  );
  const batch = dataset.train.get(Uint32Array.of(5));
  expect(Math.round(batch.mnist.dataSync()[0]! * 255)).toBe(dataset.train.pairs.mnist[5]);
  expect(Math.round(batch.svhn.dataSync()[0]! * 255)).toBe(dataset.train.pairs.svhn[5]);
  tf.dispose([batch.mnist, batch.svhn, batch.text]);
});

test('a small SVHN is repeated, and the description says so', async () => {
  const small = await writeDigits(join(directory, 'small'), {
    mnistTrain: 50,
    mnistTest: 20,
    svhnTrain: 20,
    svhnTest: 10,
  });
  const dataset = await load({ ...small, pairsPerImage: 2 });
  expect(dataset.train.size).toBe(100);
  expect(new Set(dataset.train.pairs.mnist).size).toBe(50);
  expect(dataset.description).toContain(
    'train: 100 pairs of 50 MNIST and 20 SVHN images (images of the smaller modality repeated)',
  );
  expect((await load({ ...small, pairsPerImage: 2, repetition: false })).train.size).toBe(40);
});

test('a validation split has no image in common with training', async () => {
  const { train, validation } = await load({ validationFraction: 0.25, pairsPerImage: 1 });
  const numbers = (split: DigitsSplit) =>
    new Set(Array.from(split.unimodal.mnist.labels, (_, i) => split.unimodal.mnist.images[i * 784]!));
  expectWhole(validation!);
  expect(numbers(train).size + numbers(validation!).size).toBe(80);
  for (const image of numbers(validation!)) expect(numbers(train).has(image)).toBe(false);
});

test('the same seed gives the same dataset', async () => {
  const texts = (split: DigitsSplit) => Array.from({ length: 50 }, (_, item) => split.text(item));
  const [a, b, other] = [await load(), await load(), await load({ rng: Rng.fromSeed(8) })];
  expect(a.train.pairs).toEqual(b.train.pairs);
  expect(texts(a.train)).toEqual(texts(b.train));
  expect(a.train.pairs).not.toEqual(other.train.pairs);
});

test('sizes on request', async () => {
  const dataset = await load({ trainSize: 33, testSize: 7 });
  expect([dataset.train.size, dataset.test.size]).toEqual([33, 7]);
  await expect(load({ testSize: 7000 })).rejects.toThrow('7000 pairs asked');
});

test('missing files: the error says how to get them', async () => {
  await expect(readMnist(join(directory, 'nowhere'), 'train')).rejects.toThrow(
    /nowhere: MNIST train images: expected one of train-images-idx3-ubyte\.gz, .*found none.*`polyvae data download`/,
  );
  await expect(readSvhn(folders.mnist, 'test')).rejects.toThrow(/SVHN test digits: expected a file test_32x32\.mat/);
  await expect(readSvhn(join(folders.svhn, 'train_32x32.mat'), 'train')).rejects.toThrow(
    /expected a folder, found a file\. Give the folder/,
  );
});

test('a folder, a truncated file and a loop of links in a file’s place', async () => {
  const broken = await writeDigits(join(directory, 'broken'), {
    mnistTrain: 10,
    mnistTest: 10,
    svhnTrain: 10,
    svhnTest: 10,
  });
  await truncate(join(broken.svhn, 'train_32x32.mat'), 300);
  await expect(load(broken)).rejects.toThrow(/train_32x32\.mat: element at byte \d+.*the file is truncated/);
  await truncate(join(broken.mnist, 'train-images-idx3-ubyte.gz'), 40);
  await expect(load(broken)).rejects.toThrow(/train-images-idx3-ubyte\.gz: gzipped IDX data: size unpacked/);
  await unlink(join(broken.mnist, 'train-images-idx3-ubyte.gz'));
  await rename(broken.svhn, join(broken.mnist, 'train-images-idx3-ubyte.gz'));
  await expect(load(broken)).rejects.toThrow(/found a folder train-images-idx3-ubyte\.gz without such a file/);
  await symlink('test_32x32.mat', join(broken.mnist, 'test_32x32.mat'));
  await expect(readSvhn(broken.mnist, 'test')).rejects.toThrow(/expected a readable file, found ELOOP/);
});

test('a folder that has the name of a file is passed over, or holds it', async () => {
  const own = await writeDigits(join(directory, 'unpacked'), {
    mnistTrain: 20,
    mnistTest: 10,
    svhnTrain: 20,
    svhnTest: 10,
  });
  const before = await readMnist(own.mnist, 'train');
  // As Kaggle's archive unpacks.
  await mkdir(join(own.mnist, 'train-labels-idx1-ubyte'));
  expect(await readMnist(own.mnist, 'train')).toEqual(before);
  await mkdir(join(own.svhn, 'x'));
  await rename(join(own.svhn, 'train_32x32.mat'), join(own.svhn, 'x', 'train_32x32.mat'));
  await mkdir(join(own.svhn, 'train_32x32.mat'));
  await expect(readSvhn(own.svhn, 'train')).rejects.toThrow(
    /a file train_32x32\.mat, found a folder train_32x32\.mat without such a file/,
  );
  await rename(join(own.svhn, 'x', 'train_32x32.mat'), join(own.svhn, 'train_32x32.mat', 'train_32x32.mat'));
  expect((await readSvhn(own.svhn, 'train')).labels).toHaveLength(20);
});
