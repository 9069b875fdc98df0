import type { Rng } from '@polyvae/random';
import { principalComponents } from './principal-components.js';

/** Rows of numbers, laid flat. */
export interface Rows {
  readonly data: ArrayLike<number>;
  readonly shape: readonly [rows: number, dimensions: number];
}

/** What decides a layout besides its data. */
export interface UmapOptions {
  /** Points that count as near, each point itself among them; fewer where there are fewer. Default 15. */
  readonly neighbours?: number;
  /** Default 200. */
  readonly epochs?: number;
}

/** An undirected edge with its weight in (0, 1]; `a` is smaller than `b`. */
export interface Edge {
  readonly a: number;
  readonly b: number;
  readonly weight: number;
}

/** Parameters of the curve 1 / (1 + a d^2b) that fits a smallest distance of 0.1 and a spread of 1. */
const curve = { a: 1.5769434603113077, b: 0.8950608779109733 };
/** Points that a point is pushed away from for each that it is pulled to. */
const negativeSamples = 5;
/** Longest step in one coordinate, before it is scaled by the rate. */
const longest = 4;
/** Half the extent of the principal components that the layout starts from. */
const extent = 10;

function distancesFrom(i: number, { data, shape: [n, dimensions] }: Rows): Float64Array {
  const distances = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    let sum = 0;
    for (let k = 0; k < dimensions; k++) sum += (data[i * dimensions + k]! - data[j * dimensions + k]!) ** 2;
    distances[j] = Math.sqrt(sum);
  }
  return distances;
}

/** Solves Σ exp(−max(0, d − nearest) / width) = log₂ k for the width, by bisection. */
function widthOf(distances: readonly number[], nearest: number, neighbours: number): number {
  const target = Math.log2(neighbours);
  let [low, high, width] = [0, Number.POSITIVE_INFINITY, 1];
  for (let i = 0; i < 64; i++) {
    const sum = distances.reduce((total, distance) => total + Math.exp(-Math.max(0, distance - nearest) / width), 0);
    if (Math.abs(sum - target) < 1e-5) break;
    if (sum > target) high = width;
    else low = width;
    width = high === Number.POSITIVE_INFINITY ? 2 * width : (low + high) / 2;
  }
  return width;
}

/**
 * The weighted graph of nearest neighbours: each point's distances are measured from its nearest neighbour and in a width of
 * its own, and an edge is there if it is so seen from either end (a + b − ab).
 * @see McInnes, Healy and Melville 2018, Algorithms 2 and 3
 */
export function neighbourGraph(rows: Rows, neighbours: number): Edge[] {
  const [n] = rows.shape;
  const near = Array.from({ length: n }, (_, i) => {
    const distances = distancesFrom(i, rows);
    const order = Array.from(distances.keys()).filter((j) => j !== i);
    order.sort((p, q) => distances[p]! - distances[q]! || p - q);
    return order.slice(0, neighbours - 1).map((j) => ({ j, distance: distances[j]! }));
  });
  const all = near.flat();
  const mean = all.reduce((sum, { distance }) => sum + distance, 0) / all.length;
  const weights = new Map<number, number>();
  near.forEach((own, i) => {
    const distances = own.map(({ distance }) => distance);
    const nearest = distances.find((distance) => distance > 0) ?? 0;
    const width = Math.max(widthOf(distances, nearest, neighbours), 1e-3 * mean);
    for (const { j, distance } of own) {
      const weight = distance <= nearest ? 1 : Math.exp(-(distance - nearest) / width);
      const key = Math.min(i, j) * n + Math.max(i, j);
      const other = weights.get(key) ?? 0;
      weights.set(key, other + weight - other * weight);
    }
  });
  return [...weights].map(([key, weight]) => ({ a: Math.floor(key / n), b: key % n, weight }));
}

/** Where the layout starts: the principal components, in an extent that suits the curve. */
function beginning(rows: Rows, rng: Rng): Float64Array {
  const { points } = principalComponents(rows, rng.fork('principal components'));
  const largest = points.flat().reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  // What coincides could never part.
  return Float64Array.from(points.flat(), (value) => (extent * value) / largest + 1e-4 * rng.normal());
}

const clipped = (value: number): number => Math.min(longest, Math.max(-longest, value));

/** Pulls the ends of the edges together and pushes chance pairs apart, with a rate that falls to 0. */
function layOut(at: Float64Array, edges: readonly Edge[], epochs: number, rng: Rng): void {
  const n = at.length / 2;
  const { a, b } = curve;
  /** Moves i along its line to j, and j the other way if it is pulled. */
  const move = (i: number, j: number, rate: number, pulled: boolean): void => {
    const x = at[2 * i]! - at[2 * j]!;
    const y = at[2 * i + 1]! - at[2 * j + 1]!;
    const squared = x * x + y * y;
    if (squared === 0) return;
    const power = squared ** b;
    const force = pulled
      ? (-2 * a * b * power) / (squared * (1 + a * power))
      : (2 * b) / ((0.001 + squared) * (1 + a * power));
    const right = clipped(force * x) * rate;
    const up = clipped(force * y) * rate;
    at[2 * i]! += right;
    at[2 * i + 1]! += up;
    if (!pulled) return;
    at[2 * j]! -= right;
    at[2 * j + 1]! -= up;
  };
  const turn = (i: number, j: number, rate: number): void => {
    move(i, j, rate, true);
    for (let sample = 0; sample < negativeSamples; sample++) move(i, rng.integer(0, n), rate, false);
  };
  const strongest = edges.reduce((most, { weight }) => Math.max(most, weight), 0);
  /** An edge's turn comes as often as it is strong. */
  const due = Float64Array.from(edges, ({ weight }) => strongest / weight);
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const rate = 1 - (epoch - 1) / epochs;
    edges.forEach((edge, e) => {
      if (due[e]! > epoch) return;
      due[e]! += strongest / edge.weight;
      turn(edge.a, edge.b, rate);
      turn(edge.b, edge.a, rate);
    });
  }
}

/**
 * A layout of rows in the plane in which near rows are near: UMAP with exact neighbours, Euclidean distances and principal
 * components to start from, so that equal data and seeds give equal pictures.
 * @param rows Row-major `[n, dimensions]`; n at least 3, dimensions at least 2. The time grows with n².
 * @returns `[x, y]` of each row; axes and distances between groups have no meaning of their own.
 * @throws {RangeError} if there are too few rows or numbers.
 * @see McInnes, Healy and Melville 2018, “UMAP: Uniform Manifold Approximation and Projection for Dimension Reduction”
 */
export function umap(rows: Rows, rng: Rng, options: UmapOptions = {}): readonly (readonly [number, number])[] {
  const { neighbours = 15, epochs = 200 } = options;
  const [n, dimensions] = rows.shape;
  if (n < 3 || dimensions < 2 || rows.data.length !== n * dimensions) {
    throw new RangeError(
      `umap: expected at least 3 rows of at least 2 numbers, found ${rows.data.length} numbers for [${n}, ${dimensions}]`,
    );
  }
  if (!Number.isInteger(neighbours) || neighbours < 2) {
    throw new RangeError(`umap(neighbours): expected an integer ≥ 2, found ${neighbours}`);
  }
  const at = beginning(rows, rng.fork('beginning'));
  layOut(at, neighbourGraph(rows, Math.min(neighbours, n)), epochs, rng.fork('layout'));
  return Array.from({ length: n }, (_, i) => [at[2 * i]!, at[2 * i + 1]!] as const);
}
