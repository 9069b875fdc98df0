import { readFileSync } from 'node:fs';
import { Rng } from '@polyvae/random';
import { describe, expect, test } from 'vitest';
import attributeChain from './attribute-chain.json' with { type: 'json' };
import { drawFaceAttributes } from './draw-attributes.js';
import { faceAttributes } from './face-attributes.js';

/** Frequencies and correlations (lower triangle) in CelebA, written by scripts/fit-face-attributes.js. */
const celeba = JSON.parse(
  readFileSync(new URL('../../test/fixtures/celeba-attributes.json', import.meta.url), 'utf8'),
) as { readonly frequencies: number[]; readonly correlations: number[][] };

const size = 20_000;
const width = faceAttributes.length;
const drawn = drawFaceAttributes(size, Rng.fromSeed(11));

const joint = Array.from({ length: width }, () => new Float64Array(width));
for (let start = 0; start < drawn.length; start += width) {
  for (let i = 0; i < width; i++) {
    if (drawn[start + i] === 1) for (let j = 0; j <= i; j++) joint[i]![j]! += drawn[start + j]! / size;
  }
}

test('the chain has every attribute once, each given all before it', () => {
  expect(Object.keys(attributeChain).sort()).toEqual([...faceAttributes].sort());
  Object.values(attributeChain).forEach((link, before) => {
    expect(link).toHaveLength(1 + before);
  });
});

describe('20,000 drawn faces', () => {
  test('have the frequencies of CelebA', () => {
    faceAttributes.forEach((name, i) => {
      expect(Math.abs(joint[i]![i]! - celeba.frequencies[i]!), name).toBeLessThan(0.01);
    });
  });

  test('have the correlations of CelebA', () => {
    let squares = 0;
    for (let i = 0; i < width; i++) {
      for (let j = 0; j < i; j++) {
        const [p, q] = [joint[i]![i]!, joint[j]![j]!];
        const correlation = (joint[i]![j]! - p * q) / Math.sqrt(p * (1 - p) * q * (1 - q));
        const error = correlation - celeba.correlations[i]![j]!;
        squares += error * error;
        expect(Math.abs(error), `${faceAttributes[i]} × ${faceAttributes[j]}`).toBeLessThan(0.05);
      }
    }
    const [male, lipstick] = [faceAttributes.indexOf('Male'), faceAttributes.indexOf('Wearing_Lipstick')];
    expect(joint[lipstick]![male]! / joint[male]![male]!).toBeLessThan(0.01);
    expect(Math.sqrt(squares / ((width * (width - 1)) / 2))).toBeLessThan(0.01);
  });

  test('hardly ever have what CelebA hardly ever has', () => {
    const together = (a: (typeof faceAttributes)[number], b: (typeof faceAttributes)[number]): number => {
      const [i, j] = [faceAttributes.indexOf(a), faceAttributes.indexOf(b)];
      return joint[Math.max(i, j)]![Math.min(i, j)]!;
    };
    expect(together('Bald', 'Bangs')).toBeLessThan(0.001);
    expect(together('Black_Hair', 'Blond_Hair')).toBeLessThan(0.003);
    expect(together('Male', 'Wearing_Lipstick')).toBeLessThan(0.01);
    expect(together('Goatee', 'No_Beard')).toBeLessThan(0.005);
  });
});

test('fewer faces are the first of more', () => {
  expect(drawFaceAttributes(5, Rng.fromSeed(11))).toEqual(drawn.slice(0, 5 * width));
});
