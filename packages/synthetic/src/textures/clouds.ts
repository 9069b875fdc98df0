import { type Colour, mix } from '../raster/colour.js';
import { fractalNoise, smooth } from './noise.js';
import { jittered, type TextureFamily } from './texture.js';

const night: Colour = [14, 18, 70];
const dusk: Colour = [196, 24, 84];
const glow: Colour = [255, 196, 60];

/** Clouds at dusk: fractal noise, stirred by other noise, from blue through red to yellow. */
export const clouds: TextureFamily = (rng, side) => {
  const shape = fractalNoise(rng.fork('shape'), 2 * side, 72, 5);
  const stir = fractalNoise(rng.fork('stir'), side, 60, 3);
  const [low, middle, high] = [night, dusk, glow].map((colour) => jittered(colour, 14, rng)) as [
    Colour,
    Colour,
    Colour,
  ];
  return (x, y) => {
    const bend = 90 * stir(x, y);
    const height = Math.min(1, Math.max(0, 2.6 * (shape(x + bend, y + 0.5 * bend) - 0.5) + 0.5));
    return height < 0.5 ? mix(low, middle, smooth(2 * height)) : mix(middle, high, smooth(2 * height - 1));
  };
};
