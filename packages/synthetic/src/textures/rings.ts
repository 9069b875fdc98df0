import { type Colour, mix, scaled } from '../raster/colour.js';
import { wave } from '../raster/curve.js';
import { fractalNoise, valueNoise } from './noise.js';
import { jittered, type TextureFamily } from './texture.js';

const sapwood: Colour = [226, 160, 84];
const heartwood: Colour = [206, 118, 46];
const latewood: Colour = [120, 48, 10];

/** Wood: rings about a distant heart, uneven as the years were, with fine fibres along them. */
export const rings: TextureFamily = (rng, side) => {
  const heartX = side * (0.2 + 0.6 * rng.uniform());
  const heartY = -side * (0.15 + 0.2 * rng.uniform());
  const years = 11 + 4 * rng.uniform();
  const growth = fractalNoise(rng.fork('growth'), side, 90, 3);
  const fibres = valueNoise(rng.fork('fibres'), side, 1.6, 24);
  const [light, red, dark] = [sapwood, heartwood, latewood].map((colour) => jittered(colour, 10, rng)) as [
    Colour,
    Colour,
    Colour,
  ];
  return (x, y) => {
    const dx = x - heartX;
    const dy = 0.7 * (y - heartY);
    const age = (Math.sqrt(dx * dx + dy * dy) + 42 * growth(x, y)) / years;
    // A year begins light, darkens slowly and ends at once.
    const season = age - Math.floor(age);
    const late = season * season * (season < 0.94 ? 1 : (1 - season) / 0.06);
    const body = mix(light, red, 0.5 + 0.5 * wave(age / 5));
    return scaled(mix(body, dark, 0.75 * late), 0.88 + 0.24 * fibres(x, y));
  };
};
