import type { Rng } from '@polyvae/random';
import { UMAP } from 'umap-js';
import { type Rows, rowsOf } from './principal-components.js';

/**
 * A layout of rows in the plane in which near rows are near: UMAP with 15 neighbours and Euclidean distances. Equal data and
 * seeds give equal pictures.
 * @param latents Row-major `[n, dimensions]`; n at least 3, dimensions at least 2.
 * @returns `[x, y]` of each row; axes and distances between groups have no meaning of their own.
 * @throws {ArgumentError} if there are too few rows or numbers.
 * @see McInnes, Healy and Melville 2018, “UMAP: Uniform Manifold Approximation and Projection for Dimension Reduction”
 */
export function umap(latents: Rows, rng: Rng): readonly (readonly [number, number])[] {
  const rows = rowsOf(latents, 'umap', 3);
  const draws = rng.fork('layout');
  const layout = new UMAP({
    nNeighbors: Math.min(15, rows.length - 1),
    nEpochs: 200,
    random: () => draws.uniform(),
  }).fit(rows);
  return layout.map(([x, y]) => [x!, y!] as const);
}
