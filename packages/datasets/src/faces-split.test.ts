import '@tensorflow/tfjs';
import { Rng } from '@polyvae/random';
import { faceAttributes, faceImageSize } from '@polyvae/synthetic';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { decodeText } from './encode-text.js';
import { type FaceTextOptions, facesSplit } from './faces-split.js';

/** Rows of attributes by name. */
function attributes(...rows: string[][]): Uint8Array {
  return Uint8Array.from(rows.flatMap((row) => faceAttributes.map((name) => Number(row.includes(name)))));
}

const three = attributes(['Male', 'Big_Nose'], [], ['Young']);

/** Every byte of an image is its item's number. */
function readImages(items: Uint32Array, target: Uint8Array): void {
  items.forEach((item, row) => {
    target.fill(item, row * faceImageSize, (row + 1) * faceImageSize);
  });
}

const make = (rows: Uint8Array, text?: FaceTextOptions, seed = 7) =>
  facesSplit({ attributes: rows, readImages, text, rng: Rng.fromSeed(seed) });

const many = (n: number): Uint8Array => attributes(...Array.from({ length: n }, () => ['Big_Nose', 'Male', 'Young']));

test('batches hold images as 0 … 1 and one-hot texts, in the order asked', async () => {
  const split = make(three);
  expect([split.size, split.attributes]).toEqual([3, three]);
  const before = tf.memory().numTensors;
  const batch = split.get(Uint32Array.of(2, 0, 2));
  expect(tf.memory().numTensors).toBe(before + 2);
  expect(batch.image.shape).toEqual([3, 64, 64, 3]);
  expect(batch.text.shape).toEqual([3, 256, 71]);
  const image = batch.image.dataSync();
  expect([0, 1, 2].map((row) => image[row * faceImageSize + 5])).toEqual([
    Math.fround(2 / 255),
    0,
    Math.fround(2 / 255),
  ]);
  expect(image[faceImageSize - 1]).toBe(Math.fround(2 / 255));
  expect(await decodeText(batch.text)).toEqual([split.text(2), split.text(0), split.text(2)]);
  expect([batch.text.sum(2).min().dataSync()[0], batch.text.sum().dataSync()[0]]).toEqual([1, 3 * 256]);
});

test('a byte becomes its 255th part', () => {
  const gradient = (_: Uint32Array, target: Uint8Array): void => target.set(target.map((_value, i) => i % 256));
  const { image, text } = facesSplit({ attributes: three, readImages: gradient, rng: Rng.fromSeed(7) }).get(
    Uint32Array.of(1),
  );
  expect(image.dataSync().slice(0, 256)).toEqual(Float32Array.from({ length: 256 }, (_, i) => i / 255));
  tf.dispose([image, text]);
});

test('texts begin at 0 and keep the order of the dataset by default', () => {
  const split = make(three);
  expect(split.text(0)).toBe('big nose, male'.padEnd(256, '*'));
  expect(split.text(1)).toBe('*'.repeat(256));
  expect(make(three, { start: 'zero', order: 'dataset' }, 8).text(0)).toBe(split.text(0));
});

test('random starts: drawn once per item, all places that leave two at the end', () => {
  const texts = (seed: number) => {
    const split = make(many(2000), { start: 'random' }, seed);
    return Array.from({ length: 2000 }, (_, item) => split.text(item));
  };
  const a = texts(1);
  expect(texts(1)).toEqual(a);
  expect(texts(2)).not.toEqual(a);
  const list = 'big nose, male, young';
  const starts = a.map((text) => text.indexOf(list));
  for (const [i, start] of starts.entries()) expect(a[i]).toBe('*'.repeat(start).concat(list).padEnd(256, '*'));
  // 0 … 233 (234 places): the mean of 2,000 has a standard deviation of 1.5, and 5 are allowed.
  const mean = starts.reduce((sum, start) => sum + start, 0) / starts.length;
  expect(Math.abs(mean - 233 / 2)).toBeLessThan(7.6);
  expect([Math.min(...starts) >= 0, Math.max(...starts) <= 233]).toEqual([true, true]);
});

test('random order: all orders alike, the attributes themselves unchanged', () => {
  const split = make(many(1200), { order: 'random' });
  const orders = new Map<string, number>();
  for (let item = 0; item < split.size; item++) {
    const order = split.text(item).replaceAll('*', '');
    expect(order.split(', ').toSorted()).toEqual(['big nose', 'male', 'young']);
    orders.set(order, (orders.get(order) ?? 0) + 1);
  }
  // 200 each on average; the standard deviation is 13, and 5 are allowed.
  expect(orders.size).toBe(6);
  for (const n of orders.values()) expect(Math.abs(n - 200)).toBeLessThan(65);
});

test('an image with all attributes keeps those that fit', () => {
  const split = make(attributes([...faceAttributes]), { start: 'random', order: 'random' });
  expect(split.text(0)).toHaveLength(256);
  expect(
    split
      .text(0)
      .replaceAll('*', '')
      .split(', ')
      .every((name) => name.length > 0),
  ).toBe(true);
});

test('drawing texts does not advance the generator, and items are independent of each other', () => {
  const rng = Rng.fromSeed(3);
  const before = rng.save();
  const options = { attributes: many(5), readImages, rng, text: { start: 'random' } } as const;
  const split = facesSplit(options);
  const last = split.text(4);
  split.text(0);
  expect(split.text(4)).toBe(last);
  expect(facesSplit({ ...options, attributes: many(9) }).text(4)).toBe(last);
  expect(rng.save()).toEqual(before);
});

test('bad input', () => {
  const before = tf.memory().numTensors;
  const split = make(three);
  expect(() => split.get(Uint32Array.of(0, 3))).toThrow('item 3 does not exist; this split has 3 (0 … 2)');
  expect(() => split.text(-1)).toThrow('item -1 does not exist');
  expect(() => make(new Uint8Array(41))).toThrow('attributes must be rows of 40 values, found 41 values');
  expect(() => make(Uint8Array.from(three, (v, i) => (i === 47 ? 255 : v)))).toThrow('found 255 at position 47');
  expect(() => make(three, { start: 'anywhere' as 'zero' })).toThrow(
    'facesSplit: text: start must be zero or random, found "anywhere"',
  );
  expect(() => make(three, { ordering: 'random' } as FaceTextOptions)).toThrow("unknown option 'ordering'");
  const failing = facesSplit({
    attributes: three,
    readImages: () => {
      throw new Error('no such disk');
    },
    rng: Rng.fromSeed(7),
  });
  expect(() => failing.get(Uint32Array.of(0))).toThrow('no such disk');
  expect(() => failing.get(Uint32Array.of(3))).toThrow('item 3 does not exist');
  expect(tf.memory().numTensors).toBe(before);
});
