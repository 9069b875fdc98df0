import type { Rng } from '@polyvae/random';

/** Points in the plane of their two directions of largest variance. */
export interface PlanarPoints {
  /** `[x, y]` of each row. */
  readonly points: readonly (readonly [number, number])[];
  /** Shares of the variance that the two directions hold. */
  readonly explained: readonly [number, number];
}

const iterations = 200;

/**
 * The first two principal components of rows, by power iteration on the covariance matrix. Signs are those that make each
 * direction's largest entry positive, so that equal data give equal pictures.
 * @param rows Row-major `[n, dimensions]`; n at least 2, dimensions at least 2.
 * @param rng Where the iteration starts.
 */
export function principalComponents(
  { data, shape: [n, dimensions] }: { readonly data: ArrayLike<number>; readonly shape: readonly [number, number] },
  rng: Rng,
): PlanarPoints {
  if (n < 2 || dimensions < 2 || data.length !== n * dimensions) {
    throw new RangeError(
      `principalComponents: expected at least 2 rows of at least 2 numbers, found ${data.length} numbers for [${n}, ${dimensions}]`,
    );
  }
  const centred = centre(data, n, dimensions);
  const covariance = Array.from({ length: dimensions }, (_, a) =>
    Float64Array.from({ length: dimensions }, (__, b) =>
      centred.reduce((sum, row) => sum + (row[a]! * row[b]!) / (n - 1), 0),
    ),
  );
  const total = covariance.reduce((sum, row, a) => sum + row[a]!, 0);
  const first = leading(covariance, [], rng);
  const second = leading(covariance, [first.direction], rng);
  const points = centred.map((row) => [dot(row, first.direction), dot(row, second.direction)] as const);
  const share = (variance: number): number => (total > 0 ? variance / total : 0);
  return { points, explained: [share(first.variance), share(second.variance)] };
}

function centre(data: ArrayLike<number>, n: number, dimensions: number): Float64Array[] {
  const mean = new Float64Array(dimensions);
  for (let i = 0; i < n * dimensions; i++) mean[i % dimensions]! += data[i]! / n;
  return Array.from({ length: n }, (_, row) =>
    mean.map((average, column) => data[row * dimensions + column]! - average),
  );
}

/** The direction of largest variance orthogonal to the others. */
function leading(
  covariance: readonly Float64Array[],
  others: readonly Float64Array[],
  rng: Rng,
): { direction: Float64Array; variance: number } {
  let direction = unit(without(Float64Array.from(rng.normals(covariance.length)), others));
  for (let i = 0; i < iterations; i++) {
    const next = without(times(covariance, direction), others);
    // Nothing varies in what is left: any direction does.
    if (dot(next, next) === 0) break;
    direction = unit(next);
  }
  const largest = direction.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0);
  const signed = largest < 0 ? direction.map((value) => -value) : direction;
  return { direction: signed, variance: dot(signed, times(covariance, signed)) };
}

function times(matrix: readonly Float64Array[], vector: Float64Array): Float64Array {
  return Float64Array.from(matrix, (row) => dot(row, vector));
}

function without(vector: Float64Array, others: readonly Float64Array[]): Float64Array {
  return others.reduce((left, other) => {
    const along = dot(left, other);
    return left.map((value, i) => value - along * other[i]!);
  }, vector);
}

function unit(vector: Float64Array): Float64Array {
  const length = Math.sqrt(dot(vector, vector));
  return vector.map((value) => value / length);
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}
