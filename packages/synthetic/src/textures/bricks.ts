import { type Colour, mix, palette, scaled } from '../raster/colour.js';
import { valueNoise } from './noise.js';
import { jittered, type TextureFamily } from './texture.js';

const glazes = palette('#e2ecf6', '#c4def6', '#f6e2f0', '#e8f6d6');
const mortar: Colour = [150, 176, 214];
const length = 19;
const height = 9;

/** A wall of pale glazed bricks, every second row moved by half a brick, lit from above. */
export const bricks: TextureFamily = (rng, side) => {
  const across = Math.ceil(side / length) + 2;
  const rows = Math.ceil(side / height) + 1;
  const colours = Array.from({ length: across * rows }, () =>
    jittered(glazes[rng.categorical([0.5, 0.2, 0.15, 0.15])]!, 10, rng),
  );
  const joint = jittered(mortar, 10, rng);
  const worn = valueNoise(rng.fork('worn'), side, 2.2);
  return (x, y) => {
    const row = Math.floor(y / height);
    const along = x + (row % 2) * (length / 2);
    const column = Math.floor(along / length);
    const u = along - column * length;
    const v = y - row * height;
    const edge = Math.min(u, length - u, v, height - v);
    const grain = 0.93 + 0.1 * worn(x, y);
    if (edge < 0.8) return scaled(joint, grain);
    const shade = 1.02 - (0.1 * v) / height;
    return scaled(mix(joint, colours[row * across + column]!, Math.min(1, edge / 1.6)), grain * shade);
  };
};
