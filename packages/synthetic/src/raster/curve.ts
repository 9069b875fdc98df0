import { flatten, type Stroke } from './stroke.js';

/** Points of a drawing, x and y in turn: (0, 0) is the middle of the picture, y points down, a pixel is 1. */
export type Points = readonly number[];

/** One stroke for each number of points, used again and again: they cost more to make than to smooth. */
const strokes = new Map<number, Stroke>();

function smooth(points: Points, pieces: number, closed: boolean): number[] {
  const n = points.length / 2;
  let stroke = strokes.get(n);
  if (!stroke) {
    stroke = { x: new Float64Array(n), y: new Float64Array(n), corner: new Uint8Array(n), closed: false, dot: false };
    strokes.set(n, stroke);
  }
  for (let i = 0; i < n; i++) {
    stroke.x[i] = points[2 * i]!;
    stroke.y[i] = points[2 * i + 1]!;
  }
  const { x, y } = flatten(closed ? { ...stroke, closed } : stroke, pieces);
  const out = new Array<number>(2 * x.length);
  for (let i = 0; i < x.length; i++) {
    out[2 * i] = x[i]!;
    out[2 * i + 1] = y[i]!;
  }
  return out;
}

/** A smooth curve through the points. */
export function curve(points: Points, pieces = 4): number[] {
  return smooth(points, pieces, false);
}

/** A smooth closed curve through the points. */
export function loop(points: Points, pieces = 4): number[] {
  return smooth(points, pieces, true);
}

/** The other side of the face: mirrored left to right, in reverse order, so that it continues the curve. */
export function mirrored(points: Points): number[] {
  const out: number[] = [];
  for (let i = points.length - 2; i >= 0; i -= 2) out.push(-points[i]!, points[i + 1]!);
  return out;
}

/** On the side `side` of the face: 1 as given (positive x), −1 mirrored. */
export function onSide(points: Points, side: 1 | -1): number[] {
  return points.map((value, i) => (i % 2 === 0 ? side * value : value));
}

/**
 * The outline of a brush stroke along a smooth curve through the points.
 * @param widths Widths of the stroke, evenly spaced from its beginning to its end.
 */
export function brush(points: Points, widths: readonly number[], pieces = 4): number[] {
  const line = points.length > 4 ? curve(points, pieces) : points;
  const n = line.length / 2;
  const out = new Array<number>(4 * n);
  for (let i = 0; i < n; i++) {
    const from = 2 * Math.max(0, i - 1);
    const to = 2 * Math.min(n - 1, i + 1);
    const dx = line[to]! - line[from]!;
    const dy = line[to + 1]! - line[from + 1]!;
    const place = (i / (n - 1)) * (widths.length - 1);
    const at = Math.min(Math.floor(place), widths.length - 2);
    const width = widths.length === 1 ? widths[0]! : widths[at]! + (place - at) * (widths[at + 1]! - widths[at]!);
    const half = width / 2 / Math.sqrt(dx * dx + dy * dy + 1e-12);
    const x = line[2 * i]!;
    const y = line[2 * i + 1]!;
    out[2 * i] = x - dy * half;
    out[2 * i + 1] = y + dx * half;
    out[4 * n - 2 * i - 2] = x + dy * half;
    out[4 * n - 2 * i - 1] = y - dx * half;
  }
  return out;
}

/** Sixteen points of the unit circle, from tangents of quarter angles: sines may differ between engines. */
const circle: Points = [0, 1, 2, 3].flatMap((quarter) =>
  [0, 0.1989, 0.4142, 0.6682].flatMap((t) => {
    const x = (1 - t * t) / (1 + t * t);
    const y = (2 * t) / (1 + t * t);
    return quarter === 0 ? [x, y] : quarter === 1 ? [-y, x] : quarter === 2 ? [-x, -y] : [y, -x];
  }),
);

/** An ellipse. */
export function ellipse(x: number, y: number, radiusX: number, radiusY: number = radiusX): number[] {
  return circle.map((value, i) => (i % 2 === 0 ? x + radiusX * value : y + radiusY * value));
}

/** The outline of a ring: an ellipse without the smaller one inside it. */
export function ring(outer: Points, inner: Points): number[] {
  // Walked the other way round, the inner curve takes its area away; the seam between the two has no area.
  return [...outer, outer[0]!, outer[1]!, inner[0]!, inner[1]!, ...reversed(inner)];
}

/** A wave between −1 and 1 with period 1, from parabolas: `Math.sin` is not the same on every engine. */
export function wave(t: number): number {
  const f = t - Math.floor(t);
  return f < 0.5 ? 16 * f * (0.5 - f) : -16 * (f - 0.5) * (1 - f);
}

/** The points in reverse order. */
export function reversed(points: Points): number[] {
  const out: number[] = [];
  for (let i = points.length - 2; i >= 0; i -= 2) out.push(points[i]!, points[i + 1]!);
  return out;
}
