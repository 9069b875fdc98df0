import { createHash } from 'node:crypto';
import '@tensorflow/tfjs';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import type { FacesSplit } from './faces-dataset.js';
import { type SyntheticFacesOptions, syntheticFaces } from './synthetic-faces.js';

const sizes = { trainSize: 12, testSize: 8 };
const draw = (seed: number, more: Partial<SyntheticFacesOptions> = {}) =>
  syntheticFaces({ rng: Rng.fromSeed(seed), ...sizes, ...more });

/** A hash of each image of a split. */
function imagesOf(split: FacesSplit): string[] {
  return tf.tidy(() => {
    const { image } = split.get(Uint32Array.from({ length: split.size }, (_, item) => item));
    return tf.unstack(image).map((face) => createHash('sha256').update(face.dataSync()).digest('hex'));
  });
}

describe('syntheticFaces', () => {
  const faces = draw(3, { validationSize: 5 });

  test('says that it is painted and how much there is', () => {
    expect(faces.name).toBe('synthetic-faces');
    expect(faces.description).toMatch(/painted.*stand-in for CelebA.*12 train, 8 test, 5 validation/);
  });

  test('refuses unknown options and sizes that are no positive integers', () => {
    expect(() => draw(3, { trainsize: 10 } as object)).toThrow(
      /syntheticFaces: unknown option 'trainsize'; the options are rng, trainSize/,
    );
    expect(() => draw(1, { trainSize: 0 })).toThrow('trainSize must be a positive integer, found 0');
    expect(() => draw(1, { testSize: 2.5 })).toThrow('testSize must be a positive integer, found 2.5');
    expect(() => draw(1, { validationSize: -1 })).toThrow('validationSize must be a positive integer, found -1');
  });

  test('has a validation split only on request', () => {
    expect(draw(3).validation).toBeUndefined();
    expect(faces.validation?.size).toBe(5);
  });

  test('batches have the shapes of CelebA and values 0 … 1, and leave no tensor', () => {
    const before = tf.memory().numTensors;
    const batch = faces.train.get(Uint32Array.of(5, 0, 5));
    expect(batch.image.shape).toEqual([3, 64, 64, 3]);
    expect(batch.text.shape).toEqual([3, 256, 71]);
    const values = batch.image.dataSync();
    expect(values.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(Math.max(...values) - Math.min(...values)).toBeGreaterThan(0.5);
    expect(values.subarray(0, 12288)).toEqual(values.subarray(2 * 12288));
    tf.dispose(batch);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('texts name the attributes', () => {
    const row = faces.train.attributes.slice(0, 40);
    expect(row.some((value) => value === 1)).toBe(true);
    const named = faces.train.text(0).replaceAll('*', '').split(', ');
    expect(named).toHaveLength(row.reduce((sum, value) => sum + value, 0));
    expect(
      draw(3, { text: { start: 'random' } })
        .train.text(0)
        .startsWith('*'),
    ).toBe(true);
  });

  test('a larger data set begins with the smaller one', () => {
    const larger = draw(3, { trainSize: 15, testSize: 9 });
    for (const split of ['train', 'test'] as const) {
      const few = faces[split];
      const many = larger[split];
      expect(many.attributes.slice(0, few.attributes.length)).toEqual(few.attributes);
      expect(imagesOf(many).slice(0, few.size)).toEqual(imagesOf(few));
      for (let item = 0; item < few.size; item++) expect(many.text(item)).toBe(few.text(item));
    }
  });

  test('depends on the seed alone, not on the stream or the order of reading', () => {
    const rng = Rng.fromSeed(3);
    rng.normals(7);
    const state = rng.save();
    const again = syntheticFaces({ rng, ...sizes });
    tf.dispose(again.train.get(Uint32Array.of(11, 2)));
    expect(imagesOf(again.train)).toEqual(imagesOf(faces.train));
    expect(rng.save()).toEqual(state);
    expect(draw(4).train.attributes).not.toEqual(faces.train.attributes);
  });

  test('no image occurs twice, within a split or in two', () => {
    const all = [faces.train, faces.test, faces.validation!].flatMap(imagesOf);
    expect(new Set(all).size).toBe(12 + 8 + 5);
  });
});
