import type { Rng } from '@polyvae/random';
import type { Colour } from '../raster/colour.js';

/** The colour of a picture at pixel (x, y). */
export type Texture = (x: number, y: number) => Colour;

/** Draws all that is random about a texture of `side` × `side` pixels. */
export type TextureFamily = (rng: Rng, side: number) => Texture;

/** The colour with each part moved by up to `amount`, so that every seed has shades of its own. */
export function jittered(colour: Colour, amount: number, rng: Rng): Colour {
  const [r, g, b] = rng.uniforms(3);
  return [colour[0] + amount * (2 * r! - 1), colour[1] + amount * (2 * g! - 1), colour[2] + amount * (2 * b! - 1)];
}
