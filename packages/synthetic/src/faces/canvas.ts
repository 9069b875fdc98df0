import type { Colour } from '../raster/colour.js';
import { Coverage } from '../raster/coverage.js';
import type { Points } from '../raster/curve.js';
import { type Affine, rotation } from '../raster/warp.js';

/** Height and width of a face. */
export const faceSide = 64;
/** Values of one face: 64 × 64 × 3. */
export const faceImageSize: number = faceSide * faceSide * 3;

const side = faceSide;
const pixels = side * side;

/** One value 0 … 1 for each pixel. */
export type Mask = Float64Array;

/** How the head is held. */
export interface Pose {
  readonly angle: number;
  readonly scale: number;
  readonly x: number;
  readonly y: number;
  /** How far the middle of the face moves against its outline, in pixels: a turn and a nod of the head. */
  readonly turn: number;
  readonly nod: number;
}

/** How a shape is painted. */
export interface Paint {
  readonly colour: Colour;
  /** 0 … 1; 1 by default. */
  readonly opacity?: number;
  /** How much the fall of light shows, 0 … 1; 1 by default. */
  readonly lit?: number;
  /** Paints only there. */
  readonly within?: Mask;
  /** Where what is covered is added. */
  readonly onto?: Mask;
}

/** A picture of 64 × 64 pixels in which areas are painted one over the other, with smooth edges. */
export class Canvas {
  readonly red: Float64Array = new Float64Array(pixels);
  readonly green: Float64Array = new Float64Array(pixels);
  readonly blue: Float64Array = new Float64Array(pixels);
  /** How light each pixel of the head is; 1 is neutral. */
  readonly light: Float64Array = new Float64Array(pixels);
  readonly #coverage: Coverage = new Coverage(side);
  #placed: Float64Array = new Float64Array(256);
  #affine: Affine = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 };
  #turn = 0;
  #nod = 0;

  /** Sets how what is painted next is placed. */
  hold(pose: Pose): void {
    const { cos, sin } = rotation(pose.angle);
    this.#affine = {
      a: pose.scale * cos,
      b: -pose.scale * sin,
      c: pose.scale * sin,
      d: pose.scale * cos,
      e: side / 2 + pose.x,
      f: side / 2 + pose.y,
    };
    this.#turn = pose.turn;
    this.#nod = pose.nod;
  }

  /** Light from the direction (x, y) on a round head, darker towards its edges. */
  illuminate(x: number, y: number, edge: number): void {
    const { e, f } = this.#affine;
    for (let row = 0, i = 0; row < side; row++) {
      const v = (row + 0.5 - f) / 26;
      for (let column = 0; column < side; column++, i++) {
        const u = (column + 0.5 - e) / 20;
        const round = Math.min(u * u + v * v, 1.6);
        this.light[i] = 1 + 0.5 * edge + x * u + y * v - edge * round;
      }
    }
  }

  /** Fills the area within a closed line. */
  fill(points: Points, paint: Paint): void {
    const box = this.#coverage.add(this.#place(points), points.length);
    const { colour, opacity = 1, lit = 1, within, onto } = paint;
    const { red, green, blue, light } = this;
    const { changes } = this.#coverage;
    const [r, g, b] = colour;
    for (let row = box.top; row < box.bottom; row++) {
      const start = this.#coverage.rowStart(row);
      let sum = 0;
      for (let column = box.left; column < 0; column++) {
        sum += changes[start + column]!;
        changes[start + column] = 0;
      }
      for (let column = Math.max(0, box.left); column < box.right; column++) {
        sum += changes[start + column]!;
        changes[start + column] = 0;
        if (column >= side) continue;
        // Sums of rounded numbers need not return to zero exactly.
        let cover = sum < 0 ? -sum : sum;
        if (cover < 1e-6) continue;
        if (cover > 1) cover = 1;
        const i = row * side + column;
        if (within) cover *= within[i]!;
        if (onto && cover > onto[i]!) onto[i] = cover;
        const share = cover * opacity;
        const bright = 1 + lit * (light[i]! - 1);
        red[i] = red[i]! + share * (r * bright - red[i]!);
        green[i] = green[i]! + share * (g * bright - green[i]!);
        blue[i] = blue[i]! + share * (b * bright - blue[i]!);
      }
    }
  }

  /** A soft spot that fades to nothing at the radii. */
  glow(x: number, y: number, radiusX: number, radiusY: number, paint: Paint): void {
    const { colour, opacity = 1, lit = 1, within } = paint;
    const { red, green, blue, light } = this;
    const { a, c } = this.#affine;
    const placed = this.#place([x, y]);
    const centreX = placed[0]!;
    const centreY = placed[1]!;
    const reach = Math.max(radiusX, radiusY) * Math.sqrt(a * a + c * c);
    const left = Math.max(0, Math.floor(centreX - reach));
    const right = Math.min(side, Math.ceil(centreX + reach));
    const bottom = Math.min(side, Math.ceil(centreY + reach));
    const scale = 1 / (a * a + c * c);
    for (let row = Math.max(0, Math.floor(centreY - reach)); row < bottom; row++) {
      for (let column = left; column < right; column++) {
        const dx = column + 0.5 - centreX;
        const dy = row + 0.5 - centreY;
        // Back from the picture to the pose in which the spot is upright.
        const u = ((a * dx + c * dy) * scale) / radiusX;
        const v = ((a * dy - c * dx) * scale) / radiusY;
        const fade = 1 - u * u - v * v;
        if (fade <= 0) continue;
        const i = row * side + column;
        const share = fade * fade * opacity * (within ? within[i]! : 1);
        const bright = 1 + lit * (light[i]! - 1);
        red[i] = red[i]! + share * (colour[0] * bright - red[i]!);
        green[i] = green[i]! + share * (colour[1] * bright - green[i]!);
        blue[i] = blue[i]! + share * (colour[2] * bright - blue[i]!);
      }
    }
  }

  /** Where points of the drawing come to lie in the picture. */
  #place(points: Points): Float64Array {
    const n = points.length;
    if (this.#placed.length < n) this.#placed = new Float64Array(2 * n);
    const placed = this.#placed;
    const { a, b, c, d, e, f } = this.#affine;
    const turn = this.#turn;
    const nod = this.#nod;
    for (let i = 0; i < n; i += 2) {
      let x = points[i]!;
      let y = points[i + 1]!;
      const u = 1 - (x * x) / 289;
      const v = 1 - ((y - 2) * (y - 2)) / 529;
      if (u > 0 && v > 0) {
        x += turn * u * v;
        y += nod * u * v;
      }
      placed[i] = a * x + b * y + e;
      placed[i + 1] = c * x + d * y + f;
    }
    return placed;
  }
}
