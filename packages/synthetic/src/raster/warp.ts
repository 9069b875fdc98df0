import type { Rng } from '@polyvae/random';
import type { Polyline } from './stroke.js';

/** x' = a·x + b·y + e, y' = c·x + d·y + f. */
export interface Affine {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

/**
 * Rotation by about `angle` radians from the rational parametrisation of the circle: `Math.sin` may differ in the last
 * place from one engine to the next, and the drawings must not.
 */
export function rotation(angle: number): { readonly cos: number; readonly sin: number } {
  const t = angle / 2;
  const norm = 1 + t * t;
  return { cos: (1 - t * t) / norm, sin: (2 * t) / norm };
}

/** Slant (to the right for positive values), then stretch in x, then rotation, about the origin. */
export function pose(slant: number, stretch: number, angle: number, scale: number): Affine {
  const { cos, sin } = rotation(angle);
  const xx = stretch * scale;
  const xy = -slant * scale;
  return { a: cos * xx, b: cos * xy - sin * scale, c: sin * xx, d: sin * xy + cos * scale, e: 0, f: 0 };
}

export function applyAffine(lines: readonly Polyline[], m: Affine): void {
  for (const line of lines) {
    for (let i = 0; i < line.x.length; i++) {
      const x = line.x[i]!;
      const y = line.y[i]!;
      line.x[i] = m.a * x + m.b * y + m.e;
      line.y[i] = m.c * x + m.d * y + m.f;
    }
  }
}

/**
 * Elastic change: a smooth displacement, a bicubic patch with random control points over the box
 * [0, width] × [0, height] (standard deviation `amount` at the control points).
 */
export function elastic(lines: readonly Polyline[], width: number, height: number, amount: number, rng: Rng): void {
  const shift = rng.normals(32);
  const u = new Float64Array(4);
  const v = new Float64Array(4);
  for (const line of lines) {
    for (let i = 0; i < line.x.length; i++) {
      bernstein(line.x[i]! / width, u);
      bernstein(line.y[i]! / height, v);
      let dx = 0;
      let dy = 0;
      for (let row = 0; row < 4; row++) {
        for (let column = 0; column < 4; column++) {
          const weight = v[row]! * u[column]!;
          dx += weight * shift[row * 4 + column]!;
          dy += weight * shift[16 + row * 4 + column]!;
        }
      }
      line.x[i] = line.x[i]! + amount * dx;
      line.y[i] = line.y[i]! + amount * dy;
    }
  }
}

function bernstein(t: number, out: Float64Array): void {
  const s = t < 0 ? 0 : Math.min(t, 1);
  const r = 1 - s;
  out[0] = r * r * r;
  out[1] = 3 * r * r * s;
  out[2] = 3 * r * s * s;
  out[3] = s * s * s;
}

/** Smallest box that holds all points. */
export function bounds(lines: readonly Polyline[]): { left: number; top: number; right: number; bottom: number } {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const line of lines) {
    for (let i = 0; i < line.x.length; i++) {
      box.left = Math.min(box.left, line.x[i]!);
      box.right = Math.max(box.right, line.x[i]!);
      box.top = Math.min(box.top, line.y[i]!);
      box.bottom = Math.max(box.bottom, line.y[i]!);
    }
  }
  return box;
}
