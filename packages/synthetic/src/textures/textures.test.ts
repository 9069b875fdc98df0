import { createHash } from 'node:crypto';
import { Rng } from '@polyvae/random';
import { describe, expect, test } from 'vitest';
import { drawHandwrittenDigit } from '../digits/handwritten-digit.js';
import { invertDigit } from './inverted-digit.js';
import { drawTexture, type TextureName, textureNames } from './picture.js';

const rng = Rng.fromSeed(7);
const pictures = Object.fromEntries(textureNames.map((name) => [name, drawTexture(name, rng)]));

// Any engine must draw the same bytes; a deliberate change of a texture changes its hash.
const hashes: Readonly<Record<TextureName, string>> = {
  clouds: '4ee4b9758f54508e',
  weave: '3d46e491365827d5',
  cells: 'db17d824f36f5558',
  rings: 'd80ac63a82996468',
  bricks: '5fbefacd7ea093b0',
};

describe.each(textureNames)('%s', (name) => {
  const { side, pixels } = pictures[name]!;

  test('draws the same bytes everywhere, others from another seed', () => {
    expect([side, pixels.length]).toEqual([256, 256 * 256 * 3]);
    expect(createHash('sha256').update(pixels).digest('hex').slice(0, 16)).toBe(hashes[name]);
    expect(drawTexture(name, Rng.fromSeed(8)).pixels).not.toEqual(pixels);
  });

  test('is colourful and uneven', () => {
    let chroma = 0;
    let change = 0;
    for (let i = 0; i < pixels.length; i += 3) {
      const [r, g, b] = pixels.subarray(i, i + 3) as unknown as [number, number, number];
      chroma += Math.max(r, g, b) - Math.min(r, g, b);
      // Against the pixel 14 columns on: half a cut.
      change += Math.abs(g - pixels[(i + 3 * 14 + 1) % pixels.length]!);
    }
    expect(chroma / (side * side)).toBeGreaterThan(15);
    expect(change / (side * side)).toBeGreaterThan(4);
  });

  test('contrasts with its inverse, by 60 levels on average in the strongest colour', () => {
    let sum = 0;
    for (let i = 0; i < pixels.length; i += 3) {
      sum += Math.max(...[0, 1, 2].map((colour) => Math.abs(255 - 2 * pixels[i + colour]!)));
    }
    expect(sum / (side * side)).toBeGreaterThan(60);
  });
});

test('another size is drawn, anything else refused', () => {
  expect(drawTexture('rings', rng, 40).pixels).toHaveLength(40 * 40 * 3);
  expect(() => drawTexture('marble' as TextureName, rng)).toThrow(
    'expected one of clouds, weave, cells, rings, bricks',
  );
  expect(() => drawTexture('rings', rng, 2.5)).toThrow('side must be a positive integer, found 2.5');
});

describe('invertDigit', () => {
  const picture = pictures.cells!;
  const digit = drawHandwrittenDigit(5, rng.fork('digit'));

  test('is the cut, with colours inverted where the digit is above 128', () => {
    const image = invertDigit(picture, digit, 30, 228);
    for (let i = 0; i < 784; i++) {
      const at = 3 * (256 * (228 + Math.floor(i / 28)) + 30 + (i % 28));
      for (let colour = 0; colour < 3; colour++) {
        const byte = picture.pixels[at + colour]!;
        expect(image[3 * i + colour]).toBe(digit[i]! > 128 ? 255 - byte : byte);
      }
    }
  });

  test('the threshold is 128 itself, which is not the digit', () => {
    const grey = new Uint8Array(784).fill(128);
    grey[1] = 129;
    const image = invertDigit(picture, grey, 0, 0);
    expect(image.subarray(0, 3)).toEqual(picture.pixels.subarray(0, 3));
    expect([...image.subarray(3, 6)]).toEqual([...picture.pixels.subarray(3, 6)].map((byte) => 255 - byte));
  });

  test('refuses a digit of another size and a cut that leaves the picture', () => {
    expect(() => invertDigit(picture, digit.subarray(1), 0, 0)).toThrow('digit must have 784 grey levels, found 783');
    expect(() => invertDigit(picture, digit, 229, 0)).toThrow('left must be an integer 0 … 228, found 229');
    expect(() => invertDigit(picture, digit, 0, -1)).toThrow('top must be an integer 0 … 228, found -1');
  });
});
