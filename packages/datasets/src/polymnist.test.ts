import '@tensorflow/tfjs';
import { Rng } from '@polyvae/random';
import { drawTexture, textureNames } from '@polyvae/synthetic';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import {
  type PolyMnistSplit,
  polyMnistNames,
  polyMnistSplit,
  type SyntheticPolyMnistOptions,
  syntheticPolyMnist,
} from './polymnist.js';

const draw = (seed: number, more: Partial<SyntheticPolyMnistOptions> = {}) =>
  syntheticPolyMnist({ rng: Rng.fromSeed(seed), trainSize: 300, testSize: 40, ...more });

const pictures = textureNames.map((name) =>
  drawTexture(name, Rng.fromSeed(3).fork('synthetic-polymnist').fork('pictures')),
);

/** All images of a split as one string. */
function bytesOf(split: PolyMnistSplit): string {
  return polyMnistNames.flatMap((name) => Array.from(split.labels, (_, item) => split.image(item, name).join())).join();
}

describe('syntheticPolyMnist', () => {
  const data = draw(3, { validationSize: 20 });
  const { train } = data;

  test('says that it is drawn and how much there is; validates only on request', () => {
    expect(data.name).toBe('synthetic-polymnist');
    expect(data.description).toMatch(/drawn.*stand-in.*300 train, 40 test, 20 validation/);
    expect(data.validation?.size).toBe(20);
    expect(draw(3).validation).toBeUndefined();
  });

  test('batches are five images of 28 × 28 × 3, 0 … 1, in the order asked for, and leave no tensor', () => {
    const before = tf.memory().numTensors;
    const batch = train.get(Uint32Array.of(5, 0, 5));
    expect(Object.keys(batch)).toEqual(['m0', 'm1', 'm2', 'm3', 'm4']);
    for (const name of polyMnistNames) {
      expect(batch[name].shape).toEqual([3, 28, 28, 3]);
      const values = batch[name].dataSync();
      expect([...values.subarray(0, 2352)]).toEqual(
        Array.from(train.image(5, name), (byte) => Math.fround(byte / 255)),
      );
      expect(values.subarray(2 * 2352)).toEqual(values.subarray(0, 2352));
    }
    tf.dispose(batch);
    expect(tf.memory().numTensors).toBe(before);
    expect(() => train.get(Uint32Array.of(0, 300))).toThrow('item 300 does not exist; this split has 300');
    expect(() => train.image(-1, 'm0')).toThrow('item -1 does not exist');
  });

  test('depends on the seed alone', () => {
    const rng = Rng.fromSeed(3);
    rng.normals(7);
    const state = rng.save();
    const again = syntheticPolyMnist({ rng, trainSize: 300, testSize: 40 });
    expect(bytesOf(again.test)).toBe(bytesOf(data.test));
    expect(rng.save()).toEqual(state);
    expect(bytesOf(draw(4).test)).not.toBe(bytesOf(data.test));
  });

  test('the five images of an item show one digit in different hands, and each hand occurs once in each modality', () => {
    const masks = masksOf(train);
    let shared = 0;
    for (let item = 0; item < train.size; item++) {
      const own = polyMnistNames.map((_, m) => masks[m]![item]!);
      for (let m = 1; m < own.length; m++) if (own[m] === own[0]) shared++;
    }
    // Permutations of 30 agree at one place on average: 40 agreements of 1,200 are expected.
    expect(shared).toBeLessThan(80);
    const handsOf = (m: number, digit: number): string[] =>
      masks[m]!.filter((_, item) => train.labels[item] === digit).sort();
    for (let digit = 0; digit < 10; digit++) {
      expect(handsOf(0, digit)).toHaveLength(30);
      for (let m = 1; m < 5; m++) expect(handsOf(m, digit)).toEqual(handsOf(0, digit));
    }
  });

  test('digits are readable across modalities: nearest class means of the shapes of m0 tell those of m1 … m4', () => {
    const masks = masksOf(train);
    const means = Array.from({ length: 10 }, () => new Float64Array(784));
    masks[0]!.forEach((mask, item) => {
      for (let i = 0; i < 784; i++) means[train.labels[item]!]![i]! += Number(mask[i]) / 30;
    });
    for (let m = 1; m < 5; m++) {
      let hits = 0;
      masks[m]!.forEach((mask, item) => {
        const distances = means.map((mean) => mean.reduce((sum, p, i) => sum + (Number(mask[i]) - p) ** 2, 0));
        if (distances.indexOf(Math.min(...distances)) === train.labels[item]) hits++;
      });
      expect(hits / train.size).toBeGreaterThan(0.6);
    }
  });

  test('modalities look different: the nearest mean colour tells which one an image is of', () => {
    const colour = (image: Uint8Array): number[] =>
      [0, 1, 2].map((c) => image.reduce((sum, byte, i) => sum + (i % 3 === c ? byte : 0), 0) / 784);
    const means = polyMnistNames.map((name) => {
      const all = Array.from(train.labels, (_, item) => colour(train.image(item, name)));
      return [0, 1, 2].map((c) => all.reduce((sum, own) => sum + own[c]!, 0) / all.length);
    });
    let hits = 0;
    polyMnistNames.forEach((name, m) => {
      for (let item = 0; item < 40; item++) {
        const own = colour(data.test.image(item, name));
        const distances = means.map((mean) => mean.reduce((sum, value, c) => sum + (value - own[c]!) ** 2, 0));
        if (distances.indexOf(Math.min(...distances)) === m) hits++;
      }
    });
    expect(hits / 200).toBeGreaterThan(0.6);
  });

  test('refuses unknown options and sizes that are no positive integers', () => {
    expect(() => draw(1, { trainsize: 3 } as object)).toThrow("syntheticPolyMnist: unknown option 'trainsize'");
    expect(() => draw(1, { trainSize: 0 })).toThrow('trainSize must be a positive integer, found 0');
    expect(() => draw(1, { validationSize: 1.5 })).toThrow('validationSize must be a positive integer, found 1.5');
  });
});

test('an empty batch and images of your own', () => {
  const split = polyMnistSplit(Uint8Array.of(4), (_, name) => new Uint8Array(2352).fill(polyMnistNames.indexOf(name)));
  const batch = split.get(Uint32Array.of());
  expect(batch.m3.shape).toEqual([0, 28, 28, 3]);
  tf.dispose(batch);
  expect(split.image(0, 'm3')[7]).toBe(3);
});

/**
 * Where the digit is, for each modality and item, as 784 characters 0 or 1, from the
 * picture that shows where the colours are not inverted.
 */
function masksOf(split: PolyMnistSplit): string[][] {
  return polyMnistNames.map((name, m) => {
    const { side, pixels } = pictures[m]!;
    const places = Rng.fromSeed(3).fork('synthetic-polymnist').fork('train').fork(name).fork('places');
    return Array.from(split.labels, (_, item) => {
      const [left, top] = [places.integer(0, side - 27), places.integer(0, side - 27)];
      const image = split.image(item, name);
      let mask = '';
      for (let i = 0; i < 784; i++) {
        const at = 3 * (side * (top + Math.floor(i / 28)) + left + (i % 28));
        const [byte, found] = [pixels[at]!, image[3 * i]!];
        if (found !== byte && found !== 255 - byte)
          throw new Error(`${name}, item ${item}: pixel ${i} is not of the picture`);
        mask += byte === found ? '0' : '1';
      }
      return mask;
    });
  });
}
