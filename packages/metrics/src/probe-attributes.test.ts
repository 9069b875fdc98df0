import { Rng } from '@polyvae/random';
import { expect, test } from 'vitest';
import { averagePrecision } from './average-precision.js';
import { averagePrecisions } from './average-precisions.js';
import { type AttributeData, probeAttributes } from './probe-attributes.js';

/** Two dimensions; the first attribute is the sign of the first, the second a coin, the third everywhere. */
function items(size: number, rng: Rng): AttributeData {
  const data = rng.normals(2 * size);
  const y = new Uint8Array(3 * size);
  for (let item = 0; item < size; item++) {
    y[3 * item] = data[2 * item]! > 0 ? 1 : 0;
    y[3 * item + 1] = rng.integer(0, 2);
    y[3 * item + 2] = 1;
  }
  return { x: { data, shape: [size, 2] }, y };
}

const rng = Rng.fromSeed(4);
const data = { train: items(200, rng), test: items(400, rng) };

test('what is there is found, and what is not stays at its frequency', () => {
  const { averagePrecision: found, scores, constant } = probeAttributes(data);
  expect(found[0]).toBeGreaterThan(0.99);
  const coins = data.test.y as Uint8Array;
  const frequency = Array.from({ length: 400 }, (_, item) => coins[3 * item + 1]!).reduce((a, b) => a + b) / 400;
  // A ranking by chance; the standard deviation of its average precision is about 0.03 here.
  expect(Math.abs(found[1]! - frequency)).toBeLessThan(0.12);
  expect(found[2]).toBe(1);
  expect(constant).toEqual([2]);
  expect([...averagePrecisions(data.test.y, scores, 3)]).toEqual([...found]);
});

test('attributes whose classifier did not reach its optimum are named', () => {
  expect(probeAttributes(data).unconverged).toEqual([]);
  // The third is constant: nothing is fitted.
  expect(probeAttributes(data, { maxIterations: 1 }).unconverged).toEqual([0, 1]);
});

test('the columns are those of the single average precision', () => {
  const positive = [1, 0, 0, 1, 1, 1, 0, 0];
  const scores = [0.9, 0.1, 0.8, 0.7, 0.3, 0.3, 0.2, 0.4];
  expect([...averagePrecisions(positive, scores, 2)]).toEqual([
    averagePrecision([1, 0, 1, 0], [0.9, 0.8, 0.3, 0.2]),
    averagePrecision([0, 1, 1, 0], [0.1, 0.7, 0.3, 0.4]),
  ]);
});

test('lengths that do not fit are errors', () => {
  expect(() => averagePrecisions([1, 0, 1], [1, 0, 1], 2)).toThrow('expected rows of 2 labels');
  expect(() => averagePrecisions([1, 0], [1, 0, 1, 1], 2)).toThrow('found 2 labels and 4 scores');
  expect(() => averagePrecisions([1, -1], [1, 0], 2)).toThrow('found -1 at 1');
  const signs = { ...data.train, y: Array.from(data.train.y, (label) => 2 * label - 1) };
  expect(() => probeAttributes({ train: signs, test: data.test })).toThrow('expected labels 0 and 1');
  const short = { ...data.test, y: new Uint8Array(3) };
  expect(() => probeAttributes({ train: data.train, test: short })).toThrow('found 600 and 3');
});
