import type { Rng } from '@polyvae/random';
import type { Polyline } from './stroke.js';

/** How a pen's half width depends on where it goes. */
export interface Pen {
  /** Half width of a stroke in pixels. */
  readonly radius: number;
  /** 0: the same width everywhere; towards 1: horizontal strokes get thin, as in Roman type. */
  readonly contrast: number;
  /** Stroke ends cut off square (lettering) instead of round (a pen). */
  readonly butt: boolean;
  /** Radius of blobs relative to `radius`. */
  readonly dotScale: number;
}

const far = 1e3;

/** Signed distance of every pixel centre to the nearest ink edge, negative inside the ink; far away it is `1e3`. */
export class DistanceField {
  readonly values: Float64Array;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.values = new Float64Array(width * height).fill(far);
  }

  clear(): void {
    this.values.fill(far);
  }

  draw(lines: readonly Polyline[], pen: Pen): void {
    for (const { x, y, dot } of lines) {
      const last = x.length - 1;
      if (dot || last === 0) {
        this.segment(x[0]!, y[0]!, x[0]!, y[0]!, pen.radius * (dot ? pen.dotScale : 1), false, false);
        continue;
      }
      // A closed curve has no ends to cut.
      const open = pen.butt && (x[0] !== x[last] || y[0] !== y[last]);
      for (let i = 0; i < last; i++) {
        const dx = x[i + 1]! - x[i]!;
        const dy = y[i + 1]! - y[i]!;
        const level = (dx * dx) / (dx * dx + dy * dy + 1e-12);
        const radius = pen.radius * (1 - pen.contrast * level);
        this.segment(x[i]!, y[i]!, x[i + 1]!, y[i + 1]!, radius, open && i === 0, open && i === last - 1);
      }
    }
  }

  private segment(x0: number, y0: number, x1: number, y1: number, radius: number, cut0: boolean, cut1: boolean): void {
    const reach = radius + 2.6;
    const { width, height, values } = this;
    const left = Math.max(0, Math.floor(Math.min(x0, x1) - reach));
    const right = Math.min(width - 1, Math.ceil(Math.max(x0, x1) + reach));
    const top = Math.max(0, Math.floor(Math.min(y0, y1) - reach));
    const bottom = Math.min(height - 1, Math.ceil(Math.max(y0, y1) + reach));
    const dx = x1 - x0;
    const dy = y1 - y0;
    const length2 = dx * dx + dy * dy;
    const length = Math.sqrt(length2);
    for (let row = top; row <= bottom; row++) {
      const py = row + 0.5 - y0;
      for (let column = left; column <= right; column++) {
        const px = column + 0.5 - x0;
        let t = length2 > 0 ? (px * dx + py * dy) / length2 : 0;
        let beyond = -far;
        if (t < 0) {
          if (cut0) beyond = -t * length;
          else t = 0;
        } else if (t > 1) {
          if (cut1) beyond = (t - 1) * length;
          else t = 1;
        }
        const ex = px - t * dx;
        const ey = py - t * dy;
        const square = ex * ex + ey * ey;
        if (square > reach * reach) continue;
        const side = Math.sqrt(square) - radius;
        const distance = Math.max(side, beyond);
        const index = row * width + column;
        if (distance < values[index]!) values[index] = distance;
      }
    }
  }

  /** Makes the ink edges uneven: moves them by normal numbers of standard deviation `amount` pixels. */
  roughen(amount: number, rng: Rng): void {
    const { values } = this;
    // Only what lies near an edge can change.
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (value < 2 && value > -2) values[i] = value + amount * rng.normal();
    }
  }

  /** Ink coverage 0 … 1 with an edge `softness` pixels wide, the ink spread by `spread` pixels, written to `out`. */
  coverage(out: Float64Array, softness: number, spread = 0): void {
    const { values } = this;
    for (let i = 0; i < values.length; i++) {
      const c = 0.5 + (spread - values[i]!) / softness;
      out[i] = c < 0 ? 0 : Math.min(c, 1);
    }
  }
}
