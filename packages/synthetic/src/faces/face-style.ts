import type { Rng } from '@polyvae/random';
import { type Colour, palette } from '../raster/colour.js';
import type { Pose } from './canvas.js';

/** All about a face that its attributes leave open. */
export interface FaceStyle {
  readonly pose: Pose;
  /** Direction of the light, and how much darker the head gets towards its edges. */
  readonly light: readonly [x: number, y: number, edge: number];
  /** Colours of the wall at its two ends, and the direction from one to the other. */
  readonly wall: readonly [Colour, Colour];
  readonly wallDirection: readonly [number, number];
  /** 0: fair, 1: dark. */
  readonly skin: number;
  /** Shift of the hair colour within its name, −1 … 1; and of hair that has none of the four names. */
  readonly hairTint: number;
  readonly hairVolume: number;
  /** Where the hair is parted. */
  readonly part: number;
  /** 0 … 1: from chin-length to long; and from loose to tied back, for hair that is neither straight nor wavy. */
  readonly hairLength: number;
  readonly hairLoose: number;
  readonly eyes: Colour;
  /** Deviations in pixels, about ±1. */
  readonly faceWidth: number;
  readonly faceLength: number;
  readonly eyeDistance: number;
  readonly eyeSize: number;
  readonly eyeTilt: number;
  readonly browHeight: number;
  readonly noseLength: number;
  readonly mouthWidth: number;
  readonly mouthHeight: number;
  readonly clothes: Colour;
  readonly neckline: number;
  readonly hat: Colour;
  readonly hatKind: 0 | 1 | 2;
  readonly glasses: Colour;
  readonly glassesKind: 0 | 1 | 2;
  readonly darkGlasses: boolean;
  readonly lipstick: Colour;
  readonly eyeShadow: Colour;
  readonly jewel: Colour;
  readonly earringKind: 0 | 1 | 2;
  readonly necklaceKind: 0 | 1 | 2;
  readonly tie: Colour;
  readonly suit: Colour;
  /** −1 or 1: the side that small asymmetries are on. */
  readonly better: 1 | -1;
}

const eyeColours = palette('#4a2e1e', '#5c3c24', '#3e2c24', '#547496', '#5c7a5c', '#6e6a62');
const lipsticks = palette('#c41028', '#d82468', '#960e3e', '#e23e3e', '#b01e60');
const eyeShadows = palette('#60348c', '#287084', '#422c3c', '#963e6e', '#344696');
const jewels = palette('#face46', '#ecf0f8', '#46c8be', '#fae8d6');
const ties = palette('#b01824', '#1e40a0', '#186e54', '#782882', '#d69628', '#1a1a20');
const glassesColours = palette('#101014', '#422210', '#78141e', '#1c285a');

/** The style of one face; takes always as many numbers, whatever the attributes. */
export function drawFaceStyle(rng: Rng): FaceStyle {
  const uniform = (low: number, high: number): number => low + (high - low) * rng.uniform();
  const pick = (colours: readonly Colour[]): Colour => colours[rng.integer(0, colours.length)]!;
  const any = (low: number, high: number): Colour => {
    const level = uniform(low, high);
    const hue = uniform(-1, 1);
    const vivid = uniform(0, 0.6);
    return [level * (1 + vivid * hue), level * (1 - 0.35 * vivid), level * (1 - vivid * hue)];
  };
  const kind = (): 0 | 1 | 2 => rng.integer(0, 3) as 0 | 1 | 2;
  const deviation = (): number => Math.max(-2, Math.min(2, rng.normal()));
  const skin = rng.uniform();
  return {
    pose: {
      angle: 0.05 * deviation(),
      scale: 1.06 + 0.025 * deviation(),
      x: 0.8 * deviation(),
      y: 0.7 * deviation() - 0.4,
      turn: 1.1 * deviation(),
      nod: 0.5 * deviation(),
    },
    light: [uniform(-0.16, 0.16), uniform(-0.12, 0.04), uniform(0.06, 0.18)],
    wall: [any(40, 215), any(40, 215)],
    wallDirection: [uniform(-1, 1), uniform(-1, 1)],
    skin: skin * skin,
    hairTint: uniform(-1, 1),
    hairVolume: 0.7 * deviation(),
    part: uniform(-6, 6),
    hairLength: rng.uniform(),
    hairLoose: rng.uniform(),
    eyes: pick(eyeColours),
    faceWidth: 0.45 * deviation(),
    faceLength: 0.5 * deviation(),
    eyeDistance: 0.3 * deviation(),
    eyeSize: 0.12 * deviation(),
    eyeTilt: 0.3 * deviation(),
    browHeight: 0.35 * deviation(),
    noseLength: 0.4 * deviation(),
    mouthWidth: 0.4 * deviation(),
    mouthHeight: 0.4 * deviation(),
    clothes: any(30, 220),
    neckline: rng.uniform(),
    hat: any(40, 190),
    hatKind: kind(),
    glasses: pick(glassesColours),
    glassesKind: kind(),
    darkGlasses: rng.uniform() < 0.12,
    lipstick: pick(lipsticks),
    eyeShadow: pick(eyeShadows),
    jewel: pick(jewels),
    earringKind: kind(),
    necklaceKind: kind(),
    tie: pick(ties),
    suit: any(24, 80),
    better: rng.uniform() < 0.5 ? 1 : -1,
  };
}
