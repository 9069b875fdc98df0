import '@tensorflow/tfjs';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { syntheticDigits } from './synthetic-digits.js';

const sizes = { trainSize: 60, testSize: 40 };
const draw = (seed: number, more: { trainSize?: number; testSize?: number; validationSize?: number } = {}) =>
  syntheticDigits({ rng: Rng.fromSeed(seed), ...sizes, ...more });

function imagesOf(images: Uint8Array, length: number): Set<string> {
  const found = new Set<string>();
  for (let at = 0; at < images.length; at += length) found.add(images.subarray(at, at + length).join());
  return found;
}

describe('syntheticDigits', () => {
  const digits = draw(3, { validationSize: 20 });

  test('says that it is drawn and how much there is', () => {
    expect(digits.name).toBe('synthetic-digits');
    expect(digits.description).toMatch(/drawn.*stand-in.*60 train, 40 test, 20 validation/);
  });

  test('refuses an unknown option', () => {
    const typo = { trainsize: 10 } as object;
    expect(() => draw(3, typo)).toThrow(/syntheticDigits: unknown option 'trainsize'; the options are rng, trainSize/);
  });

  test('has a validation split only on request', () => {
    expect(draw(3).validation).toBeUndefined();
    expect(digits.validation?.size).toBe(20);
  });

  test('batches have the shapes of the real data and values 0 … 1', () => {
    const before = tf.memory().numTensors;
    const batch = digits.train.get(Uint32Array.of(5, 0, 5));
    expect(batch.mnist.shape).toEqual([3, 28, 28, 1]);
    expect(batch.svhn.shape).toEqual([3, 32, 32, 3]);
    expect(batch.text.shape).toEqual([3, 8, 71]);
    for (const images of [batch.mnist, batch.svhn]) {
      const values = images.dataSync();
      expect(values.every((value) => value >= 0 && value <= 1)).toBe(true);
    }
    expect(batch.mnist.dataSync().subarray(0, 784)).toEqual(batch.mnist.dataSync().subarray(2 * 784));
    tf.dispose(batch);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('every digit occurs equally often, in any ten that begin at a multiple of ten', () => {
    for (let start = 0; start < 60; start += 10) {
      expect([...digits.train.labels.slice(start, start + 10)].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }
    expect(digits.train.labels.join()).not.toBe([...digits.train.labels].sort().join());
  });

  test('a larger data set begins with the smaller one', () => {
    const larger = draw(3, { trainSize: 95, testSize: 41 });
    for (const split of ['train', 'test'] as const) {
      const few = digits[split];
      const many = larger[split];
      expect(many.labels.slice(0, few.size)).toEqual(few.labels);
      for (const modality of ['mnist', 'svhn'] as const) {
        const images = few.unimodal[modality].images;
        expect(many.unimodal[modality].images.slice(0, images.length)).toEqual(images);
      }
      for (let item = 0; item < few.size; item++) expect(many.text(item)).toBe(few.text(item));
    }
  });

  test('depends on the seed alone, not on what was drawn from the stream before', () => {
    const rng = Rng.fromSeed(3);
    rng.normals(7);
    const state = rng.save();
    const again = syntheticDigits({ rng, ...sizes });
    expect(again.train.unimodal.mnist.images).toEqual(digits.train.unimodal.mnist.images);
    expect(again.test.unimodal.svhn.images).toEqual(digits.test.unimodal.svhn.images);
    expect(rng.save()).toEqual(state);
    expect(draw(4).train.unimodal.mnist.images).not.toEqual(digits.train.unimodal.mnist.images);
  });

  test('no image occurs twice, within a split or in two', () => {
    for (const [modality, length] of [
      ['mnist', 784],
      ['svhn', 3072],
    ] as const) {
      const all = [digits.train, digits.test, digits.validation!].map((split) =>
        imagesOf(split.unimodal[modality].images, length),
      );
      const union = new Set(all.flatMap((images) => [...images]));
      expect(union.size).toBe(60 + 40 + 20);
    }
  });

  test('refuses sizes that are no positive integers', () => {
    expect(() => draw(1, { trainSize: 0 })).toThrow('trainSize must be a positive integer, found 0');
    expect(() => draw(1, { testSize: 2.5 })).toThrow('testSize must be a positive integer, found 2.5');
    expect(() => draw(1, { validationSize: -1 })).toThrow('validationSize must be a positive integer, found -1');
  });
});
