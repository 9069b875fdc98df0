import { Rng } from '@polyvae/random';
import { expect, test } from 'vitest';
import { pairDigits } from './pair-digits.js';

const labels = (counts: number[]) => Uint8Array.from(counts.flatMap((n, label) => Array<number>(n).fill(label)));
const rng = (seed = 7) => Rng.fromSeed(seed);
const uses = (images: Uint32Array) =>
  images.reduce((map, i) => map.set(i, (map.get(i) ?? 0) + 1), new Map<number, number>());

test('the official class counts give 1,121,360 training pairs', () => {
  const mnist = labels([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
  const svhn = labels([4948, 13861, 10585, 8497, 7458, 6882, 5727, 5595, 5045, 4659]);
  const pairs = pairDigits(mnist, svhn, { rng: rng() });
  expect(pairs.mnist.length).toBe(1_121_360);
  expect(pairs.svhn.length).toBe(1_121_360);
});

test('per class the first min(#MNIST, #SVHN) images, each pairsPerImage times, digits equal', () => {
  const mnist = labels([3, 5, 2]);
  const svhn = labels([4, 2, 2]);
  const pairs = pairDigits(mnist, svhn, { rng: rng(), pairsPerImage: 6 });
  expect(pairs.mnist.length).toBe((3 + 2 + 2) * 6);
  for (let i = 0; i < pairs.mnist.length; i++) expect(mnist[pairs.mnist[i]!]).toBe(svhn[pairs.svhn[i]!]);
  expect([...uses(pairs.mnist).keys()].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 8, 9]);
  expect([...uses(pairs.svhn).keys()].sort((a, b) => a - b)).toEqual([0, 1, 2, 4, 5, 6, 7]);
  for (const count of [...uses(pairs.mnist).values(), ...uses(pairs.svhn).values()]) expect(count).toBe(6);
});

test('pairings differ from each other, and items are not in the order of classes', () => {
  const pairs = pairDigits(labels([50, 50]), labels([50, 50]), { rng: rng(), pairsPerImage: 2 });
  const together = new Set(Array.from(pairs.mnist, (image, i) => `${image}-${pairs.svhn[i]}`));
  expect(together.size).toBeGreaterThan(150);
  const inFirstHalf = pairs.mnist.subarray(0, 100).filter((image) => image < 50).length;
  expect(inFirstHalf).toBeGreaterThan(25);
  expect(inFirstHalf).toBeLessThan(75);
});

test('the same seed gives the same pairs, another seed others', () => {
  const [mnist, svhn] = [labels([9, 9]), labels([9, 9])];
  expect(pairDigits(mnist, svhn, { rng: rng(1) })).toEqual(pairDigits(mnist, svhn, { rng: rng(1) }));
  expect(pairDigits(mnist, svhn, { rng: rng(1) })).not.toEqual(pairDigits(mnist, svhn, { rng: rng(2) }));
});

test('repetition: all images of the larger modality; those of the smaller one equally often', () => {
  const mnist = labels([10, 7]);
  const svhn = labels([3, 9]);
  const pairs = pairDigits(mnist, svhn, { rng: rng(), pairsPerImage: 1, repetition: true });
  expect(pairs.mnist.length).toBe(19);
  expect(uses(pairs.mnist).size).toBe(17);
  const svhnUses = uses(pairs.svhn);
  expect(svhnUses.size).toBe(12);
  for (const image of [0, 1, 2]) expect([3, 4]).toContain(svhnUses.get(image));
});

test('size: a random part, or with repetition more than the rule gives', () => {
  const [mnist, svhn] = [labels([5, 5]), labels([5, 5])];
  expect(pairDigits(mnist, svhn, { rng: rng(), size: 33 }).mnist.length).toBe(33);
  expect(pairDigits(mnist, svhn, { rng: rng(), size: 333, repetition: true }).mnist.length).toBe(333);
  expect(() => pairDigits(mnist, svhn, { rng: rng(), size: 333 })).toThrow(
    'pairDigits: 333 pairs asked, but 10 images a modality × 20 pairings give 200; raise pairsPerImage',
  );
});

test('bad options', () => {
  const both = labels([2]);
  expect(() => pairDigits(both, both, { rng: rng(), pairsPerImage: 0 })).toThrow(
    'pairsPerImage must be a positive integer',
  );
  expect(() => pairDigits(both, both, { rng: rng(), size: 1.5 })).toThrow('size must be a positive integer, found 1.5');
  expect(() => pairDigits(both, labels([0, 2]), { rng: rng() })).toThrow('no digit occurs in both modalities');
});
