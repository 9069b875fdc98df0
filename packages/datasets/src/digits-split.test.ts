import '@tensorflow/tfjs';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { numberedImages } from '../test/make-digits.js';
import { digitsSplit } from './digits-split.js';
import { decodeText } from './encode-text.js';

const mnist = numberedImages([3, 8, 3], 784);
const svhn = numberedImages([8, 3, 3], 3072);
const pairs = { mnist: Uint32Array.of(0, 1, 2, 0), svhn: Uint32Array.of(1, 0, 2, 2) };
const make = (changes = {}) => digitsSplit({ mnist, svhn, pairs, rng: Rng.fromSeed(7), ...changes });

test('batches hold the paired images as 0 … 1 and the text', async () => {
  mnist.images[2 * 784 + 5] = 255;
  const split = make();
  expect(split.size).toBe(4);
  expect([...split.labels]).toEqual([3, 8, 3, 3]);
  const before = tf.memory().numTensors;
  const batch = split.get(Uint32Array.of(2, 1, 2));
  expect(tf.memory().numTensors).toBe(before + 3);
  expect(batch.mnist.shape).toEqual([3, 28, 28, 1]);
  expect(batch.svhn.shape).toEqual([3, 32, 32, 3]);
  expect(batch.text.shape).toEqual([3, 8, 71]);
  const [m, s] = [batch.mnist.dataSync(), batch.svhn.dataSync()];
  expect([m[0], m[5], m[784], m[1568]]).toEqual([Math.fround(2 / 255), 1, Math.fround(1 / 255), Math.fround(2 / 255)]);
  expect([s[0], s[3072], s[6144]]).toEqual([Math.fround(2 / 255), 0, Math.fround(2 / 255)]);
  expect(await decodeText(batch.text)).toEqual([split.text(2), split.text(1), split.text(2)]);
  expect(batch.text.sum(2).min().dataSync()[0]).toBe(1);
  expect(split.text(1).trim()).toBe('eight');
  tf.dispose([batch.mnist, batch.svhn, batch.text]);
});

test('texts are drawn once, from the seed', () => {
  const many = { mnist: new Uint32Array(400), svhn: new Uint32Array(400).fill(1) };
  const texts = (seed: number) => {
    const split = make({ pairs: many, rng: Rng.fromSeed(seed) });
    return Array.from({ length: 400 }, (_, item) => split.text(item));
  };
  expect(texts(1)).toEqual(texts(1));
  expect(texts(1)).not.toEqual(texts(2));
  // "three" may begin at 0, 1 and 2, each about 133 times; ± 40 is more than 4 standard deviations.
  for (const start of [0, 1, 2]) {
    const count = texts(1).filter((text) => text.indexOf('three') === start).length;
    expect(Math.abs(count - 400 / 3)).toBeLessThan(40);
  }
});

test('bad input', () => {
  expect(() => make().get(Uint32Array.of(4))).toThrow('item 4 does not exist; this split has 4 (0 … 3)');
  expect(() => make({ mnist: { ...mnist, images: new Uint8Array(5) } })).toThrow(
    'mnist has 3 labels, so 2352 bytes of images (784 each) are expected; found 5',
  );
  expect(() => make({ svhn: numberedImages([8, 3, 12], 3072) })).toThrow(
    'svhn label 2 must be a digit 0 … 9, found 12',
  );
  expect(() => make({ pairs: { mnist: Uint32Array.of(0), svhn: Uint32Array.of(0) } })).toThrow(
    'item 0 pairs MNIST image 0 (digit 3) with SVHN image 0 (digit 8); both must show the same digit',
  );
  expect(() => make({ pairs: { mnist: Uint32Array.of(9), svhn: Uint32Array.of(9) } })).toThrow('digit missing');
  expect(() => make({ pairs: { mnist: Uint32Array.of(0), svhn: new Uint32Array(2) } })).toThrow('found 1 and 2');
});
