import { createHash } from 'node:crypto';
import { Rng } from '@polyvae/random';
import { describe, expect, test } from 'vitest';
import { drawHandwrittenDigit } from './handwritten-digit.js';
import { drawStreetDigit } from './street-digit.js';

const drawings = [
  { name: 'drawHandwrittenDigit', draw: drawHandwrittenDigit, length: 784, hash: '5078f79838ef75fc' },
  { name: 'drawStreetDigit', draw: drawStreetDigit, length: 3072, hash: 'af26f3ace4a356ef' },
];

describe.each(drawings)('$name', ({ draw, length, hash }) => {
  // Any engine must draw the same bytes; a deliberate change of the drawings changes the hash.
  test('draws the same bytes everywhere', () => {
    const sum = createHash('sha256');
    const rng = Rng.fromSeed(7);
    for (let item = 0; item < 100; item++) sum.update(draw(item % 10, rng.fork(item)));
    expect(sum.digest('hex').slice(0, 16)).toBe(hash);
  });

  test('depends on its stream alone, not on what was drawn before', () => {
    const first = draw(3, Rng.fromSeed(1));
    draw(8, Rng.fromSeed(2));
    expect(draw(3, Rng.fromSeed(1))).toEqual(first);
    expect(first).toHaveLength(length);
    expect(draw(3, Rng.fromSeed(3))).not.toEqual(first);
  });

  test('refuses what is no digit', () => {
    for (const digit of [-1, 10, 2.5, Number.NaN]) {
      expect(() => draw(digit, Rng.fromSeed(1))).toThrow(`digit must be an integer 0 … 9, found ${digit}`);
    }
  });
});

test('handwriting is centred by its mass, light on black, within a border', () => {
  const rng = Rng.fromSeed(5);
  for (let item = 0; item < 200; item++) {
    const image = drawHandwrittenDigit(item % 10, rng.fork(item));
    let mass = 0;
    let x = 0;
    let y = 0;
    image.forEach((value, i) => {
      mass += value;
      x += value * ((i % 28) + 0.5);
      y += value * (Math.floor(i / 28) + 0.5);
    });
    expect(Math.abs(x / mass - 14)).toBeLessThan(0.6);
    expect(Math.abs(y / mass - 14)).toBeLessThan(0.6);
    expect(Math.max(...image)).toBeGreaterThan(200);
    expect(image[0]).toBe(0);
    // General figures of MNIST: 12 % of the light, on average 0.1 to 0.14; a single digit stays between these.
    expect(mass / 784 / 255).toBeGreaterThan(0.02);
    expect(mass / 784 / 255).toBeLessThan(0.4);
  }
});

test('street numbers come in both polarities and many colours', () => {
  const rng = Rng.fromSeed(6);
  let light = 0;
  let total = 0;
  for (let item = 0; item < 200; item++) {
    const image = drawStreetDigit(1, rng.fork(item));
    const grey = (row: number, column: number): number => image[3 * (32 * row + column) + 1]!;
    if (grey(16, 16) > grey(16, 10)) light++;
    total += grey(2, 2);
  }
  expect(light).toBeGreaterThan(50);
  expect(light).toBeLessThan(150);
  expect(total / 200).toBeGreaterThan(80);
  expect(total / 200).toBeLessThan(160);
});
