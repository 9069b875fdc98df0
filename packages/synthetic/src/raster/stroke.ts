/** A pen stroke as control points on a grid in which digits are 100 high; y points down. */
export interface Stroke {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** 1 where the pen turns sharply, 0 where the curve passes smoothly. */
  readonly corner: Uint8Array;
  readonly closed: boolean;
  /** A blob of ink (one control point), such as the ball that ends a Roman 2. */
  readonly dot: boolean;
}

/** A flattened stroke: straight pieces short enough to look curved. */
export interface Polyline {
  readonly x: number[];
  readonly y: number[];
  readonly dot: boolean;
}

/**
 * Reads strokes written as `'10 5, 30 20!, 80 0 | o 4 4'`: control points parted by commas, strokes by bars;
 * `!` marks a corner, a final `z` closes the curve, a leading `o` makes a blob.
 */
export function parseStrokes(path: string): Stroke[] {
  return path.split('|').map((part) => {
    const text = part.trim();
    const dot = text.startsWith('o');
    const closed = text.endsWith('z');
    const points = text
      .replace(/^o|z$/g, '')
      .split(',')
      .map((point) => point.trim());
    const numbers = points.map((point) => point.replace('!', '').split(/\s+/).map(Number));
    return {
      x: Float64Array.from(numbers, ([x]) => x ?? Number.NaN),
      y: Float64Array.from(numbers, ([, y]) => y ?? Number.NaN),
      corner: Uint8Array.from(points, (point) => (point.endsWith('!') ? 1 : 0)),
      closed,
      dot,
    };
  });
}

/** The strokes turned by half a turn within a box `width` by 100: a 6 becomes a 9. */
export function halfTurn(strokes: readonly Stroke[], width: number): Stroke[] {
  return strokes.map((stroke) => ({
    ...stroke,
    x: stroke.x.map((x) => width - x),
    y: stroke.y.map((y) => 100 - y),
  }));
}

/** The stroke `t` of the way from `a` to `b`, which have equally many control points; corners are those of `a`. */
export function blendStrokes(a: Stroke, b: Stroke, t: number): Stroke {
  return {
    ...a,
    x: a.x.map((x, i) => x + t * (b.x[i]! - x)),
    y: a.y.map((y, i) => y + t * (b.y[i]! - y)),
  };
}

/** Interpolates the control points with a centripetal Catmull-Rom spline (it does not overshoot uneven spacing). */
export function flatten(stroke: Stroke, pieces: number): Polyline {
  const { x, y, corner, closed, dot } = stroke;
  const n = x.length;
  if (dot || n < 2) return { x: [x[0]!], y: [y[0]!], dot };
  const xs = [x[0]!];
  const ys = [y[0]!];
  const spans = closed ? n : n - 1;
  for (let i = 0; i < spans; i++) {
    const j = (i + 1) % n;
    const before = corner[i] ? -1 : i > 0 ? i - 1 : closed ? n - 1 : -1;
    const after = corner[j] ? -1 : j + 1 < n ? j + 1 : closed ? 0 : -1;
    appendSpan(xs, ys, x, y, before, i, j, after, pieces);
  }
  return { x: xs, y: ys, dot };
}

function appendSpan(
  xs: number[],
  ys: number[],
  x: Float64Array,
  y: Float64Array,
  before: number,
  from: number,
  to: number,
  after: number,
  pieces: number,
): void {
  const x1 = x[from]!;
  const y1 = y[from]!;
  const x2 = x[to]!;
  const y2 = y[to]!;
  if (before < 0 && after < 0) {
    xs.push(x2);
    ys.push(y2);
    return;
  }
  const span = knot(x2 - x1, y2 - y1);
  // Without a neighbour the end tangent is the one of a parabola through what is there.
  let startX = 0;
  let startY = 0;
  let endX = 0;
  let endY = 0;
  if (before >= 0) {
    const k = knot(x1 - x[before]!, y1 - y[before]!);
    startX = tangent(x[before]!, x1, x2, k, span);
    startY = tangent(y[before]!, y1, y2, k, span);
  }
  if (after >= 0) {
    const k = knot(x[after]! - x2, y[after]! - y2);
    endX = tangent(x1, x2, x[after]!, span, k);
    endY = tangent(y1, y2, y[after]!, span, k);
  }
  const chordX = (x2 - x1) / span;
  const chordY = (y2 - y1) / span;
  if (before < 0) {
    startX = 1.5 * chordX - 0.5 * endX;
    startY = 1.5 * chordY - 0.5 * endY;
  }
  if (after < 0) {
    endX = 1.5 * chordX - 0.5 * startX;
    endY = 1.5 * chordY - 0.5 * startY;
  }
  for (let s = 1; s <= pieces; s++) {
    const t = s / pieces;
    const t2 = t * t;
    const t3 = t2 * t;
    const h00 = 2 * t3 - 3 * t2 + 1;
    const h10 = (t3 - 2 * t2 + t) * span;
    const h11 = (t3 - t2) * span;
    xs.push(h00 * x1 + h10 * startX + (1 - h00) * x2 + h11 * endX);
    ys.push(h00 * y1 + h10 * startY + (1 - h00) * y2 + h11 * endY);
  }
}

/** Parameter distance of two control points: the square root of their distance, never zero. */
function knot(dx: number, dy: number): number {
  return Math.sqrt(Math.sqrt(dx * dx + dy * dy)) + 1e-6;
}

/** Derivative at the middle one of three values that are `k0` and `k1` apart. */
function tangent(v0: number, v1: number, v2: number, k0: number, k1: number): number {
  return (v1 - v0) / k0 - (v2 - v0) / (k0 + k1) + (v2 - v1) / k1;
}
