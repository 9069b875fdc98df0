import { createHash } from 'node:crypto';
import { Rng } from '@polyvae/random';
import { describe, expect, test } from 'vitest';
import { drawFaceAttributes } from './draw-attributes.js';
import { drawFace } from './draw-face.js';
import { type FaceAttribute, faceAttributes } from './face-attributes.js';
import { type Traits, traitsOf } from './traits.js';

const rng = Rng.fromSeed(7);
const attributes = drawFaceAttributes(60, rng.fork('attributes'));

function paint(traits: Traits, item: number): Uint8Array {
  return drawFace(traits, rng.fork(item));
}

/** A plain woman and a plain man, with the attribute set or not. */
function plain(seed: number, name: FaceAttribute, on: boolean): Traits {
  const given: readonly FaceAttribute[] =
    seed % 2 === 0 ? ['Brown_Hair', 'No_Beard', 'Young'] : ['Male', 'Black_Hair', 'No_Beard', 'Young'];
  const row = Uint8Array.from(faceAttributes, (other) => ((other === name ? on : given.includes(other)) ? 1 : 0));
  return traitsOf(row);
}

/** In how many pixels of rows `top` … `bottom` (exclusive) two images differ by more than `level` in some colour. */
function changed(a: Uint8Array, b: Uint8Array, level: number, top = 0, bottom = 64): number {
  let count = 0;
  for (let i = top * 192; i < bottom * 192; i += 3) {
    if ([0, 1, 2].some((colour) => Math.abs(a[i + colour]! - b[i + colour]!) > level)) count++;
  }
  return count;
}

// Any engine must paint the same bytes; a deliberate change of the painting changes the hash.
test('paints the same bytes everywhere', () => {
  const sum = createHash('sha256');
  for (let item = 0; item < 60; item++) sum.update(paint(traitsOf(attributes, item), item));
  expect(sum.digest('hex').slice(0, 16)).toBe('908775180e5d3f40');
});

test('depends on its stream alone, not on what was painted before', () => {
  const first = paint(traitsOf(attributes, 3), 3);
  paint(traitsOf(attributes, 8), 8);
  expect(paint(traitsOf(attributes, 3), 3)).toEqual(first);
  expect(paint(traitsOf(attributes, 3), 4)).not.toEqual(first);
});

/** Rows in which an attribute shows, with room for the pose; all of them where not given. */
const rows: Partial<Record<FaceAttribute, readonly [number, number]>> = {
  Arched_Eyebrows: [16, 34],
  Bags_Under_Eyes: [26, 42],
  Bangs: [4, 32],
  Big_Lips: [38, 56],
  Bushy_Eyebrows: [14, 34],
  Double_Chin: [36, 64],
  Goatee: [38, 64],
  Mouth_Slightly_Open: [34, 56],
  Mustache: [34, 54],
  Narrow_Eyes: [18, 40],
  Pointy_Nose: [20, 50],
  Receding_Hairline: [4, 40],
  Wearing_Lipstick: [36, 56],
  Wearing_Necklace: [48, 64],
  Wearing_Necktie: [40, 64],
};

describe.each(faceAttributes)('%s', (name) => {
  test('shows, and only where it should', () => {
    for (let seed = 0; seed < 6; seed++) {
      const without = paint(plain(seed, name, false), seed);
      const withIt = paint(plain(seed, name, true), seed);
      if (name === 'Attractive') {
        expect(withIt).toEqual(without);
        continue;
      }
      const [top, bottom] = rows[name] ?? [0, 64];
      expect(changed(without, withIt, 20, top, bottom)).toBeGreaterThan(10);
      if (top > 0) expect(changed(without, withIt, 0, 0, top)).toBe(0);
      if (bottom < 64) expect(changed(without, withIt, 0, bottom, 64)).toBe(0);
    }
  });
});

test('style is apart from attributes: faces alike in all 40 look different', () => {
  const traits = traitsOf(attributes, 0);
  for (let item = 1; item < 10; item++)
    expect(changed(paint(traits, 0), paint(traits, item), 20)).toBeGreaterThan(1000);
});
