import { type Colour, lighter, mix, scaled } from '../raster/colour.js';
import { brush, onSide } from '../raster/curve.js';
import type { Canvas } from './canvas.js';
import type { Face } from './face.js';

/** Where the mouth is: its middle, half its width, and how high its corners are above its middle. */
export interface MouthPlace {
  readonly y: number;
  readonly half: number;
  readonly rise: number;
}

/** The place of the mouth, which the beard leaves free. */
export function mouthPlace(face: Face): MouthPlace {
  const { traits, style } = face;
  const half = 4.5 + style.mouthWidth + (traits.Smiling ? 2.1 : 0);
  return { y: 13 + style.mouthHeight + (traits.Smiling ? 0.6 : 0), half, rise: traits.Smiling ? 2.6 : -0.1 };
}

/** Places along the mouth from corner to corner, and how full the lips are there. */
const along = [-1, -0.8, -0.55, -0.25, 0, 0.25, 0.55, 0.8, 1];
const fullness = [0, 0.42, 0.75, 1, 0.86, 1, 0.75, 0.42, 0];
const parting = along.map((t) => 1 - t * t);

/** The lips, closed or open over teeth. */
export function paintMouth(canvas: Canvas, face: Face): void {
  const { traits, style, skin, shade, masks } = face;
  const { y, half, rise } = mouthPlace(face);
  const full = (traits.Big_Lips ? 2.1 : 0.95) * (traits.Young ? 1 : 0.85);
  const upper = 1.25 * full;
  const lower = 1.65 * full;
  const gap = traits.Mouth_Slightly_Open ? 3 : 0;
  const line = along.map((t) => y - rise * (t * t - 0.35));
  const lip = lipColour(face);
  const within = masks.face;
  const opacity = traits.Wearing_Lipstick ? 0.95 : 0.8;

  /** The area between two lines along the mouth, each `offset` pixels below its middle line. */
  const between = (first: readonly number[], second: readonly number[]): number[] => {
    const out: number[] = [];
    for (let i = 0; i < along.length; i++) out.push(half * along[i]!, line[i]! + first[i]!);
    for (let i = along.length - 1; i >= 0; i--) out.push(half * along[i]!, line[i]! + second[i]!);
    return out;
  };
  const top = parting.map((p, i) => -0.5 * gap * p - upper * fullness[i]!);
  const upperEdge = parting.map((p) => -0.5 * gap * p);
  const lowerEdge = parting.map((p) => 0.5 * gap * p);
  const bottom = parting.map((p, i) => 0.5 * gap * p + lower * (i === 4 ? 1 : fullness[i]! * 0.97));

  // The shadow below the lower lip, and folds at the corners.
  canvas.glow(0, y + 0.5 * gap + lower + 1.2 + 0.3 * rise, 4, 1.6, { colour: shade, opacity: 0.5, within });
  if (gap > 0) {
    canvas.fill(between(upperEdge, lowerEdge), { colour: [64, 14, 22], lit: 0.3 });
    const teeth = parting.map((p) => (-0.5 + (traits.Smiling ? 0.72 : 0.5)) * gap * p);
    canvas.fill(between(upperEdge, teeth), { colour: [246, 244, 238], lit: 0.4 });
  }
  canvas.fill(between(top, upperEdge), { colour: scaled(lip, 0.86), opacity });
  canvas.fill(between(lowerEdge, bottom), { colour: lip, opacity });
  if (gap === 0) {
    canvas.fill(brush(between(upperEdge, upperEdge).slice(0, 2 * along.length), [0.5, 0.75, 0.5], 1), {
      colour: scaled(mix(lip, shade, 0.4), 0.5),
      opacity: 0.9,
    });
  }
  const shine = traits.Wearing_Lipstick ? 0.75 : 0.3;
  canvas.glow(0.8 * style.better, y + 0.35 * rise + 0.5 * gap + 0.5 * lower, 2.2, 0.5 + 0.3 * lower, {
    colour: lighter(lip, 0.7),
    opacity: shine,
    within,
  });
  for (const side of [1, -1] as const) {
    const corner = onSide([half + 0.1, y - 0.65 * rise - 0.5, half + 0.7, y - 0.65 * rise + 0.5], side);
    canvas.fill(brush(corner, [0.5, 1, 0.4]), { colour: shade, opacity: 0.5, within });
    if (traits.Smiling) {
      const fold = onSide([half - 1.6, y - 5.6, half + 1, y - 3.2, half + 1.5, y - 0.4], side);
      canvas.fill(brush(fold, [0.2, 0.9, 0.2]), { colour: shade, opacity: 0.55, within });
      canvas.glow(side * (half + 2.6), y - 5.6, 3.4, 2.6, { colour: lighter(skin, 0.5), opacity: 0.4, within });
    }
  }
}

function lipColour({ traits, style, skin }: Face): Colour {
  if (traits.Wearing_Lipstick) return style.lipstick;
  return mix(skin, [166, 70, 70], traits.Male ? 0.55 : 0.65);
}
