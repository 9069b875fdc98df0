import type { Rng } from '@polyvae/random';
import type { Colour } from '../raster/colour.js';

/** Side of an image in pixels. */
export const sceneSize = 32;
const pixels = sceneSize * sceneSize;

/** Three planes of 32 × 32 values. */
export type Planes = readonly [Float64Array, Float64Array, Float64Array];

/** A colour of given lightness, mostly near grey, sometimes enamel blue, brick red, wood or yellow. */
export function drawColour(lightness: number, vivid: number, rng: Rng): Colour {
  if (rng.uniform() < vivid) {
    const [r, g, b] = vividTints[rng.integer(0, vividTints.length)]!;
    const strength = (0.25 + 0.75 * rng.uniform()) * 0.9;
    return [lightness * (1 + strength * r), lightness * (1 + strength * g), lightness * (1 + strength * b)];
  }
  const warmth = 0.07 * rng.normal();
  const green = 0.025 * rng.normal();
  return [lightness * (1 + warmth), lightness * (1 + green), lightness * (1 - warmth) + 4];
}

/** Tints relative to the lightness. */
const vividTints: readonly Colour[] = [
  [-0.7, -0.25, 0.9],
  [-0.5, -0.1, 0.6],
  [0.7, -0.45, -0.45],
  [0.45, -0.05, -0.45],
  [0.3, 0.12, -0.6],
  [-0.3, 0.12, -0.1],
];

/** Paints a wall: a colour, a fall of light, soft patches, and sometimes the edges of a number plate or of boards. */
export function paintWall(planes: Planes, colour: Colour, ends: readonly [number, number], rng: Rng): void {
  const slopeX = 0.5 * rng.normal();
  const slopeY = 0.5 * rng.normal();
  const patches = patchwork(rng.uniform() < 0.3 ? 14 : 5, rng);
  const [red, green, blue] = planes;
  for (let i = 0; i < pixels; i++) {
    const light = slopeX * ((i % sceneSize) - 15.5) + slopeY * (Math.floor(i / sceneSize) - 15.5) + patches[i]!;
    red[i] = colour[0] + light;
    green[i] = colour[1] + light;
    blue[i] = colour[2] + light;
  }
  if (rng.uniform() < 0.45) paintBeyondPlate(planes, ends, rng);
}

/** Beyond straight edges beside, above or below the number the picture shows something else. */
function paintBeyondPlate(planes: Planes, ends: readonly [number, number], rng: Rng): void {
  const other = drawColour(25 + 200 * rng.uniform(), 0.25, rng);
  const edges = rng.integer(1, 4);
  for (let e = 0; e < edges; e++) {
    const side = rng.integer(0, 4);
    const room = side === 0 ? ends[0] : side === 1 ? sceneSize - ends[1] : 4;
    const depth = room - 0.5 - 4 * rng.uniform();
    if (depth <= 0) continue;
    const tilt = 0.06 * rng.normal();
    for (let row = 0; row < sceneSize; row++) {
      for (let column = 0; column < sceneSize; column++) {
        const along = (side < 2 ? row : column) - 15.5;
        const across = side === 0 ? column : side === 1 ? 31 - column : side === 2 ? row : 31 - row;
        const inside = across + tilt * along - depth;
        const cover = inside < 0 ? 1 : inside > 1 ? 0 : 1 - inside;
        if (cover === 0) continue;
        const i = row * sceneSize + column;
        for (let c = 0; c < 3; c++) planes[c]![i] = planes[c]![i]! + cover * (other[c]! - planes[c]![i]!);
      }
    }
  }
}

/** Smooth random patches: a 5 × 5 lattice of normals, bilinear between. */
export function patchwork(amount: number, rng: Rng): Float64Array {
  const lattice = rng.normals(25);
  const out = new Float64Array(pixels);
  for (let row = 0; row < sceneSize; row++) {
    const v = row / 8;
    const r = Math.floor(v);
    const fv = v - r;
    for (let column = 0; column < sceneSize; column++) {
      const u = column / 8;
      const c = Math.floor(u);
      const fu = u - c;
      const at = r * 5 + c;
      const top = lattice[at]! * (1 - fu) + lattice[at + 1]! * fu;
      const bottom = lattice[at + 5]! * (1 - fu) + lattice[at + 6]! * fu;
      out[row * sceneSize + column] = amount * (top * (1 - fv) + bottom * fv);
    }
  }
  return out;
}

/** Lays ink over the planes: `cover` 0 … 1 at each pixel. */
export function layInk(planes: Planes, cover: Float64Array, colour: Colour): void {
  for (let c = 0; c < 3; c++) {
    const plane = planes[c]!;
    const value = colour[c]!;
    for (let i = 0; i < pixels; i++) plane[i] = plane[i]! + cover[i]! * (value - plane[i]!);
  }
}

const halfway = new Float64Array(pixels);

/** One pass of the binomial filter ¼ ½ ¼ in both directions, mixed with the unfiltered plane by `amount`. */
export function blur(plane: Float64Array, amount: number): void {
  const side = amount / 4;
  const middle = 1 - 2 * side;
  const last = sceneSize - 1;
  for (let at = 0; at < pixels; at += sceneSize) {
    const end = at + last;
    halfway[at] = (middle + side) * plane[at]! + side * plane[at + 1]!;
    for (let i = at + 1; i < end; i++) halfway[i] = middle * plane[i]! + side * (plane[i - 1]! + plane[i + 1]!);
    halfway[end] = (middle + side) * plane[end]! + side * plane[end - 1]!;
  }
  const bottom = pixels - sceneSize;
  for (let i = 0; i < sceneSize; i++) {
    plane[i] = (middle + side) * halfway[i]! + side * halfway[i + sceneSize]!;
    plane[bottom + i] = (middle + side) * halfway[bottom + i]! + side * halfway[bottom + i - sceneSize]!;
  }
  for (let i = sceneSize; i < bottom; i++) {
    plane[i] = middle * halfway[i]! + side * (halfway[i - sceneSize]! + halfway[i + sceneSize]!);
  }
}
