import type { Rng } from '@polyvae/random';
import { DistanceField } from './distance-field.js';
import { writingVariants } from './handwriting-shapes.js';
import { blendStrokes, flatten, type Polyline } from './stroke.js';
import { applyAffine, bounds, elastic, pose } from './warp.js';

/** Side of an image in pixels. */
const size = 28;
/** As in MNIST, the digit fills a box of this side and its centre of mass lies in the middle of the image. */
const box = 20;

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
  if (!variants) throw new RangeError(`drawHandwrittenDigit: digit must be an integer 0 … 9, found ${digit}.`);
  const variant =
    variants[rng.categorical(variants.map((v) => v.weight / variants.reduce((s, w) => s + w.weight, 0)))]!;
  const first = variant.keys[rng.integer(0, variant.keys.length)]!;
  const second = variant.keys[rng.integer(0, variant.keys.length)]!;
  const blend = rng.uniform() * 1.1;
  const sloppiness = 1 + 2.2 * rng.uniform();
  const lines = first.map((stroke, s): Polyline => {
    const shape = blendStrokes(stroke, second[s]!, blend);
    for (let i = 0; i < shape.x.length; i++) {
      shape.x[i] = shape.x[i]! + sloppiness * rng.normal();
      shape.y[i] = shape.y[i]! + sloppiness * rng.normal();
    }
    return flatten(shape, 5);
  });
  elastic(lines, 100, 100, 5, rng);
  const [narrow, wide] = variant.stretch;
  const slant = 0.18 + 0.26 * rng.normal();
  const turn = 0.07 * rng.normal();
  applyAffine(lines, pose(slant, narrow + (wide - narrow) * rng.uniform(), turn, 1));

  const boldness = rng.normal();
  const radius = Math.max(0.62, 1.25 + 0.42 * boldness + 0.08 * boldness * boldness);
  fitToBox(lines, radius);
  field.clear();
  field.draw(lines, { radius, contrast: 0, butt: false, dotScale: 1 });
  field.coverage(ink, 1.3 + 0.5 * rng.uniform());
  return centred();
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
