import { mix, palette, scaled } from '../raster/colour.js';
import { wave } from '../raster/curve.js';
import { valueNoise } from './noise.js';
import { jittered, type TextureFamily } from './texture.js';

const dyes = palette('#0c5c3a', '#0a224a', '#ded6b2', '#107868', '#06141a');
/** Width of a thread in pixels. */
const thread = 4;

/** Tartan: the same sequence of coloured stripes across and down, woven as a twill. */
export const weave: TextureFamily = (rng, side) => {
  const colours = dyes.map((dye) => jittered(dye, 12, rng));
  const stripes: number[] = [];
  // Light stripes are narrow, dark ones broad.
  while (stripes.length < side / thread + 1) {
    const dye = rng.categorical([0.3, 0.25, 0.1, 0.2, 0.15]);
    const threads = dye === 2 ? 1 + rng.integer(0, 2) : 2 + rng.integer(0, 6);
    for (let i = 0; i < threads; i++) stripes.push(dye);
  }
  const wool = valueNoise(rng.fork('wool'), side, 3);
  return (x, y) => {
    const column = Math.floor(x / thread);
    const row = Math.floor(y / thread);
    const over = (column + row) % 4 < 2;
    // A thread is round: darker towards its sides.
    const across = ((over ? x : y) % thread) / thread + 0.5 / thread;
    const round = 0.8 + 0.25 * wave(across / 2);
    const both = mix(colours[stripes[column]!]!, colours[stripes[row]!]!, over ? 0.15 : 0.85);
    return scaled(both, round * (0.85 + 0.3 * wool(x, y)));
  };
};
