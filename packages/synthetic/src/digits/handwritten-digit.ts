import { ArgumentError } from '@polyvae/errors';
import type { Rng } from '@polyvae/random';
import { DistanceField } from '../raster/distance-field.js';
import { blendStrokes, flatten, type Polyline } from '../raster/stroke.js';
import { applyAffine, bounds, elastic, pose } from '../raster/warp.js';
import { writingVariants } from './handwriting-shapes.js';

/** Height and width of a handwritten digit in pixels. */
export const handwritingSide = 28;
const size = handwritingSide;
/** As in MNIST, the digit fills a box of this side and its centre of mass lies in the middle of the image. */
const box = 20;

// Scratch: drawing never awaits, so one drawing is finished before the next begins, and each thread has a module of its own.
const field = new DistanceField(size, size);
const ink = new Float64Array(size * size);

/**
 * Draws one handwritten digit in the manner of MNIST: light ink on black, the digit fitted to a box of 20 × 20 pixels
 * and centred by its centre of mass.
 * @param digit 0 … 9.
 * @param rng Source of every choice; the same state gives the same image on every platform.
 * @returns 28 × 28 grey levels 0 … 255, row by row.
 */
export function drawHandwrittenDigit(digit: number, rng: Rng): Uint8Array {
  const variants = writingVariants[digit];
  if (!variants) throw new ArgumentError(`drawHandwrittenDigit: digit must be an integer 0 … 9, found ${digit}.`);
  const variant =
    variants[rng.categorical(variants.map((v) => v.weight / variants.reduce((s, w) => s + w.weight, 0)))]!;
  const first = variant.keys[rng.integer(0, variant.keys.length)]!;
  const second = variant.keys[rng.integer(0, variant.keys.length)]!;
  const blend = rng.uniform() * 1.1;
  const sloppiness = 1.2 + 3 * rng.uniform();
  const lines = first.map((stroke, s): Polyline => {
    const shape = blendStrokes(stroke, second[s]!, blend);
    for (let i = 0; i < shape.x.length; i++) {
      shape.x[i] = shape.x[i]! + sloppiness * rng.normal();
      shape.y[i] = shape.y[i]! + sloppiness * rng.normal();
    }
    return flatten(shape, 5);
  });
  elastic(lines, 100, 100, 4 + 8 * rng.uniform(), rng);
  proportion(lines, rng);
  const [narrow, wide] = variant.stretch;
  const slant = digit === 1 ? 0.3 + 0.36 * rng.normal() : 0.2 + 0.28 * rng.normal();
  const turn = 0.07 * rng.normal();
  applyAffine(lines, pose(slant, narrow + (wide - narrow) * rng.uniform(), turn, 1));

  const boldness = rng.normal();
  const radius = Math.max(0.55, 1.12 + 0.42 * boldness + 0.06 * boldness * boldness);
  fitToBox(lines, radius);
  field.clear();
  field.draw(lines, { radius, contrast: 0, butt: false, dotScale: 1 });
  field.roughen(0.16, rng);
  field.coverage(ink, 0.9 + 0.4 * rng.uniform());
  return centred();
}

/** A hand's habits: where the waist is, how much wider the bottom is than the top, how far the back is bent. */
function proportion(lines: readonly Polyline[], rng: Rng): void {
  const waist = 0.3 * rng.normal();
  const flare = 0.18 * rng.normal();
  const bend = 5 * rng.normal();
  for (const line of lines) {
    for (let i = 0; i < line.x.length; i++) {
      const v = line.y[i]! / 50 - 1;
      const arch = 1 - v * v;
      line.x[i] = 50 + (line.x[i]! - 50) * (1 + flare * v) + bend * arch;
      line.y[i] = line.y[i]! + 25 * waist * arch;
    }
  }
}

/** Scales and moves the drawing so that its ink just fills the box in the middle of the image. */
function fitToBox(lines: readonly Polyline[], radius: number): void {
  const { left, top, right, bottom } = bounds(lines);
  const scale = (box - 2 * radius) / Math.max(right - left, bottom - top, 1);
  const e = size / 2 - (scale * (left + right)) / 2;
  const f = size / 2 - (scale * (top + bottom)) / 2;
  applyAffine(lines, { a: scale, b: 0, c: 0, d: scale, e, f });
}

/** The ink as grey levels, moved by whole pixels so that its centre of mass is in the middle. */
function centred(): Uint8Array {
  let mass = 0;
  let momentX = 0;
  let momentY = 0;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const value = ink[row * size + column]!;
      mass += value;
      momentX += value * (column + 0.5);
      momentY += value * (row + 0.5);
    }
  }
  const moveX = Math.round(size / 2 - momentX / mass);
  const moveY = Math.round(size / 2 - momentY / mass);
  const image = new Uint8Array(size * size);
  for (let row = 0; row < size; row++) {
    const from = row - moveY;
    if (from < 0 || from >= size) continue;
    for (let column = 0; column < size; column++) {
      const source = column - moveX;
      if (source < 0 || source >= size) continue;
      image[row * size + column] = Math.round(255 * ink[from * size + source]!);
    }
  }
  return image;
}
