import { Rng } from '@polyvae/random';
import { expect, test } from 'vitest';
import { numberedImages } from '../test/make-digits.js';
import { splitImages } from './split-images.js';

test('sets a share of every class aside, in order and without overlap', () => {
  const all = numberedImages([0, 1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 7], 4);
  const { kept, aside } = splitImages(all, 0.2, Rng.fromSeed(3));
  const numbers = (part: typeof all) => Array.from(part.labels, (_, i) => part.images[4 * i]!);
  expect([...aside.labels].sort()).toEqual([0, 0, 1]);
  expect([...numbers(kept), ...numbers(aside)].sort((a, b) => a - b)).toEqual([
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
  ]);
  for (const part of [kept, aside]) {
    expect(numbers(part)).toEqual([...numbers(part)].sort((a, b) => a - b));
    numbers(part).forEach((number, i) => {
      expect(part.labels[i]).toBe(all.labels[number]);
    });
  }
  expect(() => splitImages(all, 1, Rng.fromSeed(3))).toThrow('fraction must be above 0 and below 1, found 1');
});
