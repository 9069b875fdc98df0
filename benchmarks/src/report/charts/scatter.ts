import { html } from '../../render/html-template.js';

/** Points of one class. */
export interface PointGroup {
  readonly label: string;
  /** Which of the page's ten colours. */
  readonly colour: number;
  readonly points: readonly (readonly [number, number])[];
}

/** Width and height in the units of the drawing. */
const side = 400;
const margin = 14;

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

/** Maps points onto the square, with one scale for both axes so that distances keep their proportions. */
function placement(points: readonly (readonly [number, number])[]): (point: readonly [number, number]) => number[] {
  const bounds = ([0, 1] as const).map((axis) => {
    const values = points.map((point) => point[axis]);
    return [Math.min(...values), Math.max(...values)] as const;
  });
  const span = Math.max(...bounds.map(([low, high]) => high - low)) || 1;
  const scale = (side - 2 * margin) / span;
  const at = (value: number, axis: number): number => {
    const [low, high] = bounds[axis]!;
    return Math.round(side / 2 + (value - (low + high) / 2) * scale);
  };
  return ([x, y]) => [at(x, 0), side - at(y, 1)];
}

/**
 * Points in the plane as inline SVG, each class in a colour of the page (`c0` … `c9`) and with its name where its points are
 * (at the median), so that classes can be told without colours. One path a class keeps it small.
 * @param title Read by screen readers.
 */
export function scatter(groups: readonly PointGroup[], title: string): string {
  const shown = groups.filter(({ points }) => points.length > 0);
  const place = placement(shown.flatMap(({ points }) => points));
  const dots = shown.map(({ colour, label, points }) => {
    // A line of no length with round ends is a dot.
    const path = points.map((point) => `M${place(point).join(' ')}h0`).join('');
    return html`<path class="c${colour}" d="${path}"><title>${label}</title></path>`;
  });
  const names = shown.map(({ label, points }) => {
    const [x, y] = place([median(points.map((point) => point[0])), median(points.map((point) => point[1]))]);
    return html`<text x="${x}" y="${y}">${label}</text>`;
  });
  return html`<svg xmlns="http://www.w3.org/2000/svg" class="scatter" role="img" aria-label="${title}" viewBox="0 0 ${side} ${side}">${dots}${names}</svg>`
    .text;
}
