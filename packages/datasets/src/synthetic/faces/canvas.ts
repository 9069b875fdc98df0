import { faceSide } from '../../faces-split.js';
import { type Affine, rotation } from '../warp.js';
import type { Colour } from './colour.js';
import type { Points } from './curve.js';

const side = faceSide;
const pixels = side * side;
/** Room beside the picture, so that what is partly outside keeps its shape. */
const margin = 20;
const stride = side + 2 * margin + 2;

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
  readonly #winding: Float64Array = new Float64Array(stride * side);
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
    const box = this.#trace(points);
    const { colour, opacity = 1, lit = 1, within, onto } = paint;
    const { red, green, blue, light } = this;
    const winding = this.#winding;
    const [r, g, b] = colour;
    for (let row = box.top; row < box.bottom; row++) {
      const start = row * stride + margin;
      let sum = 0;
      for (let column = box.left; column < 0; column++) {
        sum += winding[start + column]!;
        winding[start + column] = 0;
      }
      for (let column = Math.max(0, box.left); column < box.right; column++) {
        sum += winding[start + column]!;
        winding[start + column] = 0;
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

  /** Writes the changes of winding along each row and returns the pixels that may be covered. */
  #trace(points: Points): { top: number; bottom: number; left: number; right: number } {
    const n = points.length;
    const placed = this.#place(points);
    let fromX = placed[n - 2]!;
    let fromY = placed[n - 1]!;
    let top = side;
    let bottom = 0;
    let left = side + margin;
    let right = -margin;
    for (let i = 0; i < n; i += 2) {
      const x = placed[i]!;
      const y = placed[i + 1]!;
      this.#edge(fromX, fromY, x, y);
      if (y < top) top = y;
      if (y > bottom) bottom = y;
      if (x < left) left = x;
      if (x > right) right = x;
      fromX = x;
      fromY = y;
    }
    return {
      top: Math.max(0, Math.floor(top)),
      bottom: Math.min(side, Math.ceil(bottom)),
      left: Math.max(-margin, Math.floor(left)),
      right: Math.min(side + margin + 2, Math.ceil(right) + 2),
    };
  }

  /**
   * Adds an edge: in each row that it crosses, the area to its right gains the height that it crosses, signed by its
   * direction; the pixels that it passes through gain the part of them that lies to its right.
   */
  #edge(x0: number, y0: number, x1: number, y1: number): void {
    if (y0 === y1) return;
    const sign = y0 < y1 ? 1 : -1;
    const low = sign > 0 ? y0 : y1;
    const high = sign > 0 ? y1 : y0;
    if (high <= 0 || low >= side) return;
    const slope = (x1 - x0) / (y1 - y0);
    const winding = this.#winding;
    const first = Math.max(0, Math.floor(low));
    const last = Math.min(side, Math.ceil(high));
    const origin = sign > 0 ? x0 : x1;
    for (let row = first; row < last; row++) {
      const from = Math.max(row, low);
      const to = Math.min(row + 1, high);
      const height = (to - from) * sign;
      const xa = within(origin + (from - low) * slope);
      const xb = within(origin + (to - low) * slope);
      const left = Math.min(xa, xb);
      const right = Math.max(xa, xb);
      const start = row * stride + margin;
      const begin = Math.floor(left);
      const end = Math.ceil(right);
      if (end <= begin + 1) {
        const beyond = (left + right) / 2 - begin;
        winding[start + begin] = winding[start + begin]! + height * (1 - beyond);
        winding[start + begin + 1] = winding[start + begin + 1]! + height * beyond;
        continue;
      }
      // The share of the pixel to the right of the edge, integrated over the height, pixel by pixel.
      let before = 0;
      for (let column = begin; column < end; column++) {
        const enter = Math.max(left, column);
        const leave = Math.min(right, column + 1);
        const part = (leave - enter) / (right - left);
        const passed = (enter - left) / (right - left);
        const covered = passed + part * (column + 1 - (enter + leave) / 2);
        winding[start + column] = winding[start + column]! + height * (covered - before);
        before = covered;
      }
      winding[start + end] = winding[start + end]! + height * (1 - before);
    }
  }
}

function within(x: number): number {
  return x < -margin ? -margin : Math.min(x, side + margin);
}
