import { ArgumentError } from '@polyvae/errors';
import type { Rng } from '@polyvae/random';
import { DistanceField, type Pen } from '../raster/distance-field.js';
import { flatten, type Polyline } from '../raster/stroke.js';
import { type Affine, applyAffine, bounds, elastic, pose } from '../raster/warp.js';
import { blur, drawColour, layInk, type Planes, paintWall, sceneSize } from './street-scene.js';
import { type Typeface, typefaces } from './street-shapes.js';

const pixels = sceneSize * sceneSize;
// Scratch: drawing never awaits, so one drawing is finished before the next begins, and each thread has a module of its own.
const field = new DistanceField(sceneSize, sceneSize);
const ink = new Float64Array(pixels);
const rim = new Float64Array(pixels);
const planes: Planes = [new Float64Array(pixels), new Float64Array(pixels), new Float64Array(pixels)];

/**
 * Draws one digit of a house number in the manner of SVHN's cropped digits: the digit in the middle, often with its
 * neighbours beside it, on a wall or plate, in any colours, more or less blurred and noisy.
 * @param digit 0 … 9.
 * @param rng Source of every choice; the same state gives the same image on every platform.
 * @returns 32 × 32 pixels, each red, green, blue, 0 … 255, row by row.
 */
export function drawStreetDigit(digit: number, rng: Rng): Uint8Array {
  if (!Number.isInteger(digit) || digit < 0 || digit > 9) {
    throw new ArgumentError(`drawStreetDigit: digit must be an integer 0 … 9, found ${digit}.`);
  }
  const ends = drawNumber(digit, rng);

  // Either polarity; the contrast ranges from barely legible to black on white.
  const contrast = 34 + 140 * rng.uniform() * (0.3 + 0.7 * rng.uniform());
  const dark = rng.uniform() < 0.55;
  const room = 225 - contrast;
  const lower = 12 + room * (0.9 * rng.uniform());
  const wall = drawColour(dark ? lower + contrast : lower, dark ? 0.12 : 0.35, rng);
  const paint = drawColour(dark ? lower : lower + contrast, 0.15, rng);
  paintWall(planes, wall, ends, rng);
  if (rng.uniform() < 0.3) castShadow(rng);
  if (rng.uniform() < 0.12) {
    // A border around each digit, as on many plates.
    field.coverage(rim, 1.1, 0.7 + 1.3 * rng.uniform());
    layInk(planes, rim, drawColour(30 + 200 * rng.uniform(), 0.2, rng));
  }
  layInk(planes, ink, paint);
  photograph(rng);

  const image = new Uint8Array(pixels * 3);
  const rounded = new Uint8ClampedArray(image.buffer);
  for (let c = 0; c < 3; c++) {
    const plane = planes[c]!;
    for (let i = 0; i < pixels; i++) rounded[3 * i + c] = plane[i]!;
  }
  return image;
}

/** Draws the digit and its neighbours as ink and returns about where the number begins and ends, in pixels. */
function drawNumber(digit: number, rng: Rng): [number, number] {
  const face = typefaces[rng.categorical(faceProbabilities)]!;
  const height = 16.5 + 11 * rng.uniform();
  const boldness = rng.uniform();
  const contrast = face.contrast[0] + (face.contrast[1] - face.contrast[0]) * rng.uniform();
  const scale = height / 100;
  const pen: Pen = {
    radius: Math.max(0.6, scale * (face.radius[0] + (face.radius[1] - face.radius[0]) * boldness)),
    contrast,
    butt: rng.uniform() < 0.7,
    dotScale: face.dotScale,
  };
  const stretch = 0.5 + 0.48 * rng.uniform();
  const slant = rng.uniform() < 0.25 ? 0.3 * rng.uniform() : 0.04 * rng.normal();
  const place = pose(slant, stretch, 0.07 * rng.normal(), scale);

  // Proportional numerals stand at even gaps, others in cells of one width, which sets a 1 apart.
  const gap = 8 + 24 * rng.uniform() + (2 * pen.radius) / (scale * stretch);
  const cell = rng.uniform() < 0.5 ? 0 : 56;
  const neighbours = rng.uniform() < 0.15 ? 0 : 0.75;

  const centreX = sceneSize / 2 + 1.1 * rng.normal();
  const centreY = sceneSize / 2 + rng.normal();
  field.clear();
  const half = drawOne(digit, face, pen, place, cell, centreX, centreY, 0, rng);
  const ends: [number, number] = [0, 0];
  for (const side of [-1, 1]) {
    let edge = half;
    for (let more = 0; more < 3 && edge * scale * stretch < 18 && rng.uniform() < neighbours; more++) {
      edge = drawOne(rng.integer(0, 10), face, pen, place, cell, centreX, centreY, side * (edge + gap), rng);
    }
    ends[side < 0 ? 0 : 1] = sceneSize / 2 + side * (edge * scale * stretch + pen.radius);
  }
  field.coverage(ink, 1.1);
  return ends;
}

const totalWeight = typefaces.reduce((sum, face) => sum + face.weight, 0);
const faceProbabilities = typefaces.map((face) => face.weight / totalWeight);

/**
 * Draws a digit whose near edge is `start` units of the grid from the middle of the picture along the line of writing
 * (0: the digit in the middle itself), and returns how far its far edge is.
 */
function drawOne(
  digit: number,
  face: Typeface,
  pen: Pen,
  place: Affine,
  cell: number,
  centreX: number,
  centreY: number,
  start: number,
  rng: Rng,
): number {
  const shapes = face.digits[digit]!;
  const lines: Polyline[] = shapes[rng.integer(0, shapes.length)]!.map((stroke) => flatten(stroke, 4));
  elastic(lines, 56, 100, 2.5, rng);
  const { left, right } = bounds(lines);
  const halfWidth = Math.max(right - left, cell) / 2;
  const middle = start === 0 ? 0 : start + (start < 0 ? -halfWidth : halfWidth);
  // To the middle of the line of writing, then into the picture.
  applyAffine(lines, { a: 1, b: 0, c: 0, d: 1, e: middle - (left + right) / 2, f: -50 });
  applyAffine(lines, { ...place, e: centreX, f: centreY });
  field.draw(lines, pen);
  return Math.abs(middle) + halfWidth;
}

/** Darkens what lies a little below and beside the ink. */
function castShadow(rng: Rng): void {
  const dx = rng.integer(-2, 3);
  const dy = rng.integer(0, 3);
  const depth = 0.2 + 0.4 * rng.uniform();
  for (let row = 0; row < sceneSize; row++) {
    for (let column = 0; column < sceneSize; column++) {
      const r = row - dy;
      const c = column - dx;
      if (r < 0 || c < 0 || c >= sceneSize) continue;
      const shade = 1 - depth * ink[r * sceneSize + c]!;
      const i = row * sceneSize + column;
      for (const plane of planes) plane[i] = plane[i]! * shade;
    }
  }
}

/** Effects of the camera: fringes of colour, blur, noise, sharpening, and a last softening of it all. */
function photograph(rng: Rng): void {
  const passes = Math.floor(8 * rng.uniform() * rng.uniform() + 0.5);
  const grain = 0.8 + 5 * rng.uniform() * rng.uniform();
  const sharpening = rng.uniform() < 0.35 ? 1.2 * rng.uniform() : 0;
  if (rng.uniform() < 0.4) {
    // Red and blue do not quite meet.
    const shift = 0.7 * (rng.uniform() - 0.5);
    slide(planes[0], shift);
    slide(planes[2], -shift);
  }
  for (const plane of planes) {
    for (let pass = 0; pass < passes; pass++) blur(plane, 1);
    if (sharpening > 0) sharpen(plane, sharpening);
  }
  addGrain(grain, rng);
  for (const plane of planes) blur(plane, 0.5);
}

/** Noise of the given standard deviation, mostly shared by the three colours. */
function addGrain(amount: number, rng: Rng): void {
  const [red, green, blue] = planes;
  for (let i = 0; i < pixels; i++) {
    const first = rng.uint32();
    const second = rng.uint32();
    const shared = 0.8 * triangular(first);
    red[i] = red[i]! + amount * (shared + 0.6 * triangular(first >>> 16));
    green[i] = green[i]! + amount * (shared + 0.6 * triangular(second));
    blue[i] = blue[i]! + amount * (shared + 0.6 * triangular(second >>> 16));
  }
}

/** The sum of the two lowest bytes, standardised: near enough to a normal number, and four times as fast. */
function triangular(bits: number): number {
  return ((bits & 255) + ((bits >>> 8) & 255) - 255) / 104.5;
}

const soft = new Float64Array(pixels);

/** Unsharp mask: adds what a blur takes away, which leaves halos around dark lettering. */
function sharpen(plane: Float64Array, amount: number): void {
  soft.set(plane);
  blur(soft, 1);
  blur(soft, 1);
  for (let i = 0; i < pixels; i++) plane[i] = plane[i]! + amount * (plane[i]! - soft[i]!);
}

/** Moves a plane sideways by less than a pixel. */
function slide(plane: Float64Array, amount: number): void {
  const step = amount < 0 ? -1 : 1;
  const part = amount * step;
  soft.set(plane);
  for (let row = 0; row < sceneSize; row++) {
    for (let column = 0; column < sceneSize; column++) {
      const i = row * sceneSize + column;
      const beside = column + step >= 0 && column + step < sceneSize ? i + step : i;
      plane[i] = soft[i]! + part * (soft[beside]! - soft[i]!);
    }
  }
}
