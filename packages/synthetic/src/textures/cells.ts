import { type Colour, mix, palette, scaled } from '../raster/colour.js';
import { valueNoise } from './noise.js';
import { jittered, type TextureFamily } from './texture.js';

const glasses = palette('#ec2822', '#fac816', '#1ec83e', '#fa7010', '#183ce2', '#d61ec4', '#18d6e8');
/** How often each glass is used: with blue ones rare, a digit in inverted colours is mostly bluer than the glass around it. */
const shares = [0.24, 0.22, 0.2, 0.18, 0.08, 0.04, 0.04];
const lead: Colour = [22, 22, 26];
/** Side of the squares of which each holds the middle of one cell. */
const square = 22;

/** Stained glass: Voronoi cells in strong colours between lines of lead. */
export const cells: TextureFamily = (rng, side) => {
  const across = Math.ceil(side / square) + 2;
  const places = rng.uniforms(2 * across * across);
  const colours = Array.from({ length: across * across }, () => jittered(glasses[rng.categorical(shares)]!, 20, rng));
  const cloudy = valueNoise(rng.fork('cloudy'), side, 9);
  return (x, y) => {
    // The square of the pixel in a grid that begins one square outside.
    const column = Math.floor(x / square) + 1;
    const row = Math.floor(y / square) + 1;
    let nearest = Number.POSITIVE_INFINITY;
    let second = Number.POSITIVE_INFINITY;
    let cell = 0;
    for (let r = Math.max(0, row - 2); r <= Math.min(across - 1, row + 2); r++) {
      for (let c = Math.max(0, column - 2); c <= Math.min(across - 1, column + 2); c++) {
        const i = r * across + c;
        const dx = (c - 1 + places[2 * i]!) * square - x;
        const dy = (r - 1 + places[2 * i + 1]!) * square - y;
        const distance = Math.sqrt(dx * dx + dy * dy);
        if (distance < nearest) {
          second = nearest;
          nearest = distance;
          cell = i;
        } else if (distance < second) second = distance;
      }
    }
    const border = Math.min(1, Math.max(0, (second - nearest - 1) / 1.5));
    return mix(lead, scaled(colours[cell]!, 0.84 + 0.24 * cloudy(x, y)), border);
  };
};
