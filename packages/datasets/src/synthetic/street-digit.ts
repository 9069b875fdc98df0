import type { Rng } from '@polyvae/random';
import { DistanceField, type Pen } from './distance-field.js';
import { blur, drawColour, layInk, type Planes, paintWall, patchwork, sceneSize } from './street-scene.js';
import { type Typeface, typefaces } from './street-shapes.js';
import { flatten, type Polyline } from './stroke.js';
import { type Affine, applyAffine, bounds, elastic, pose } from './warp.js';

const pixels = sceneSize * sceneSize;
const field = new DistanceField(sceneSize, sceneSize);
const ink = new Float64Array(pixels);
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
    throw new RangeError(`drawStreetDigit: digit must be an integer 0 … 9, found ${digit}.`);
  }
  drawNumber(digit, rng);

  // Either polarity; the contrast ranges from barely legible to black on white.
  const contrast = 30 + 150 * rng.uniform();
  const dark = rng.uniform() < 0.55;
  const room = 235 - contrast;
  const lower = 15 + room * rng.uniform();
  const wall = drawColour(dark ? lower + contrast : lower, dark ? 0.12 : 0.35, rng);
  const paint = drawColour(dark ? lower : lower + contrast, 0.15, rng);
  paintWall(planes, wall, rng);
  if (rng.uniform() < 0.3) castShadow(rng);
  layInk(planes, ink, paint);
  photograph(rng);

  const image = new Uint8Array(pixels * 3);
  for (let i = 0; i < pixels; i++) {
    for (let c = 0; c < 3; c++) {
      const value = Math.round(planes[c]![i]!);
      image[3 * i + c] = value < 0 ? 0 : value > 255 ? 255 : value;
    }
  }
  return image;
}

/** The digit and its neighbours as ink. */
function drawNumber(digit: number, rng: Rng): void {
  const face = typefaces[rng.categorical(faceProbabilities)]!;
  const height = 17 + 9 * rng.uniform();
  const boldness = rng.uniform();
  const contrast = face.contrast[0] + (face.contrast[1] - face.contrast[0]) * rng.uniform();
  const scale = height / 100;
  const pen: Pen = {
    radius: Math.max(0.6, scale * (face.radius[0] + (face.radius[1] - face.radius[0]) * boldness)),
    contrast,
    butt: rng.uniform() < 0.7,
    dotScale: face.dotScale,
  };
  const stretch = 0.72 + 0.5 * rng.uniform();
  const slant = rng.uniform() < 0.25 ? 0.25 * rng.uniform() : 0.04 * rng.normal();
  const place = pose(slant, stretch, 0.07 * rng.normal(), scale);
  const gap = (10 + 26 * rng.uniform()) / 100;

  const centreX = sceneSize / 2 + 0.9 * rng.normal();
  const centreY = sceneSize / 2 + 0.9 * rng.normal();
  field.clear();
  const half = drawOne(digit, face, pen, place, centreX, centreY, 0, rng);
  for (const side of [-1, 1]) {
    let edge = half;
    for (let more = 0; more < 2 && rng.uniform() < 0.6; more++) {
      const neighbour = rng.integer(0, 10);
      edge = drawOne(
        neighbour,
        face,
        pen,
        place,
        centreX,
        centreY,
        side * (edge + gap * 100 * stretch + (2 * pen.radius) / scale),
        rng,
      );
      if (edge * scale > sceneSize) break;
    }
  }
  field.coverage(ink, 1.1);
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
  centreX: number,
  centreY: number,
  start: number,
  rng: Rng,
): number {
  const shapes = face.digits[digit]!;
  const lines: Polyline[] = shapes[rng.integer(0, shapes.length)]!.map((stroke) => flatten(stroke, 4));
  elastic(lines, 56, 100, 2.5, rng);
  const { left, right } = bounds(lines);
  const halfWidth = (right - left) / 2;
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

/** What the camera does: blur, uneven light, noise, and a last softening of both. */
function photograph(rng: Rng): void {
  const passes = Math.floor(8 * rng.uniform() * rng.uniform() + 0.7);
  const grain = 1 + 7 * rng.uniform() * rng.uniform();
  const light = patchwork(3, rng);
  const shared = rng.normals(pixels);
  for (const plane of planes) {
    for (let pass = 0; pass < passes; pass++) blur(plane, 1);
    const own = rng.normals(pixels);
    for (let i = 0; i < pixels; i++) plane[i] = plane[i]! + light[i]! + grain * (0.8 * shared[i]! + 0.6 * own[i]!);
    blur(plane, 0.5);
  }
}
