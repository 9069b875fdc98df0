import type { Rng } from '@polyvae/random';

/** A smooth random height 0 … 1 at each place of a picture. */
export type Noise = (x: number, y: number) => number;

/**
 * Value noise: random heights on a lattice, blended smoothly in between.
 * @param periodX Pixels from one column of the lattice to the next.
 * @param periodY From one row to the next.
 */
export function valueNoise(rng: Rng, side: number, periodX: number, periodY: number = periodX): Noise {
  const columns = Math.ceil(side / periodX) + 2;
  const heights = rng.uniforms(columns * (Math.ceil(side / periodY) + 2));
  return (x, y) => {
    const u = x / periodX;
    const v = y / periodY;
    const column = Math.floor(u);
    const row = Math.floor(v);
    const s = smooth(u - column);
    const t = smooth(v - row);
    const at = row * columns + column;
    const above = heights[at]! + s * (heights[at + 1]! - heights[at]!);
    const below = heights[at + columns]! + s * (heights[at + columns + 1]! - heights[at + columns]!);
    return above + t * (below - above);
  };
}

/** Value noise in octaves, each of half the period and half the height of the one before; 0 … 1. */
export function fractalNoise(rng: Rng, side: number, period: number, octaves: number): Noise {
  const layers = Array.from({ length: octaves }, (_, i) => valueNoise(rng.fork(i), side, period / (1 << i)));
  const total = 2 - 1 / (1 << (octaves - 1));
  return (x, y) => layers.reduce((sum, layer, i) => sum + layer(x, y) / (1 << i), 0) / total;
}

/** From 0 to 1 with level ends. */
export function smooth(t: number): number {
  return t * t * (3 - 2 * t);
}
