import { ArgumentError } from '@polyvae/errors';
import type { Rng } from '@polyvae/random';
import { bricks } from './bricks.js';
import { cells } from './cells.js';
import { clouds } from './clouds.js';
import { rings } from './rings.js';
import type { TextureFamily } from './texture.js';
import { weave } from './weave.js';

/** The names of the families of textures: clouds at dusk, tartan, stained glass, wood, glazed bricks. */
export const textureNames = ['clouds', 'weave', 'cells', 'rings', 'bricks'] as const;

/** Name of a family of textures. */
export type TextureName = (typeof textureNames)[number];

const families: Readonly<Record<TextureName, TextureFamily>> = { clouds, weave, cells, rings, bricks };

/** A square picture. */
export interface Picture {
  /** Height and width in pixels. */
  readonly side: number;
  /** `[side, side, 3]`: red, green, blue, 0 … 255, row by row. */
  readonly pixels: Uint8Array;
}

/**
 * Draws a texture.
 * @param rng Source of every choice; not advanced. The same state gives the same picture on every platform.
 * @param side Height and width in pixels.
 * @throws {ArgumentError} if there is no such family, or `side` is not a positive integer.
 */
export function drawTexture(name: TextureName, rng: Rng, side: number = 256): Picture {
  if (!Object.hasOwn(families, name)) {
    throw new ArgumentError(`drawTexture: expected one of ${textureNames.join(', ')}, found ${JSON.stringify(name)}.`);
  }
  if (!Number.isInteger(side) || side < 1) {
    throw new ArgumentError(`drawTexture: side must be a positive integer, found ${side}.`);
  }
  const colour = families[name](rng.fork(name), side);
  const pixels = new Uint8ClampedArray(side * side * 3);
  for (let row = 0, at = 0; row < side; row++) {
    for (let column = 0; column < side; column++, at += 3) pixels.set(colour(column, row), at);
  }
  return { side, pixels: new Uint8Array(pixels.buffer) };
}
