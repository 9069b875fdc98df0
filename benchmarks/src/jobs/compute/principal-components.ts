import { ArgumentError } from '@polyvae/errors';
import { PCA } from 'ml-pca';

/** Rows of numbers, laid flat. */
export interface Rows {
  readonly data: ArrayLike<number>;
  readonly shape: readonly [rows: number, dimensions: number];
}

/** Points in the plane of their two directions of largest variance. */
export interface PlanarPoints {
  /** `[x, y]` of each row. */
  readonly points: readonly (readonly [number, number])[];
  /** Shares of the variance that the two directions hold. */
  readonly explained: readonly [number, number];
}

/**
 * Numbers laid flat as one array a row.
 * @throws {ArgumentError} if there are fewer than `least` rows or two columns.
 */
export function rowsOf({ data, shape: [n, dimensions] }: Rows, name: string, least: number): number[][] {
  if (n < least || dimensions < 2 || data.length !== n * dimensions) {
    throw new ArgumentError(
      `${name}: expected at least ${least} rows of at least 2 numbers, found ${data.length} numbers for [${n}, ${dimensions}]`,
    );
  }
  return Array.from({ length: n }, (_, i) => Array.from({ length: dimensions }, (__, k) => data[i * dimensions + k]!));
}

/**
 * The first two principal components of rows. Signs are those that make each direction's largest entry positive, so that
 * equal data give equal pictures on every machine.
 * @param latents Row-major `[n, dimensions]`; n at least 2, dimensions at least 2.
 */
export function principalComponents(latents: Rows): PlanarPoints {
  const rows = rowsOf(latents, 'principalComponents', 2);
  const components = new PCA(rows);
  const directions = components.getEigenvectors().transpose();
  const [right, up] = [0, 1].map((axis) => {
    const direction = directions.getRow(axis);
    return direction.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a)) < 0 ? -1 : 1;
  }) as [number, number];
  const projected = components.predict(rows, { nComponents: 2 }).to2DArray();
  // Rows that are all the same have no variance to share.
  const [first, second] = components.getExplainedVariance().map((share) => share || 0) as [number, number];
  return { points: projected.map(([x, y]) => [right * x!, up * y!] as const), explained: [first, second] };
}
