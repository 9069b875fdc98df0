import { curve, mirrored, reversed, wave } from '../raster/curve.js';
import type { Face } from './face.js';

/** From the hairline up over the crown. */
export function capArea(face: Face): number[] {
  const { traits, style, temple } = face;
  const volume =
    style.hairVolume + (traits.Male ? -0.4 : 0.5) + (traits.Wavy_Hair ? 0.5 : traits.Straight_Hair ? -0.5 : 0);
  const end = traits.Male || !face.longHair ? -0.5 : 2;
  const hairline = traits.Receding_Hairline
    ? curve([0, -15.8, 2.6, -16.2, 6, -19.6, 9.4, -19, 11.6, -14.6, temple - 1, -7, temple - 0.4, end])
    : curve([0, -14.2, 5.5, -14, 10.2, -11.4, temple - 1.6, -6, temple - 0.4, end]);
  const outer = curve(
    [temple + 0.9, end, temple + 1.7 + volume, -6, temple + 0.4 + volume, -15, 8.5, -22 - volume, 0, -23.8 - volume],
    6,
  );
  if (traits.Wavy_Hair) {
    // Curls stand out from the head.
    for (let i = 2; i < outer.length - 2; i += 2) {
      const out = 1 + 0.055 * wave(i / 15);
      outer[i] = outer[i]! * out;
      outer[i + 1] = -4 + (outer[i + 1]! + 4) * out;
    }
  }
  const right = [...hairline, ...outer];
  return [...right, ...mirrored(right)];
}

/** How far down long hair reaches. */
export function lockEnd({ style }: Face): number {
  return style.hairLength < 0.25 ? 15 + 12 * style.hairLength : 29;
}

/** How far long hair swings to the side at a height. */
export function swing(face: Face, y: number): number {
  if (!face.traits.Wavy_Hair || y < -8) return 0;
  return 1.5 * wave(y / 9.5 + face.style.hairTint);
}

/** Half the width of the face at a height; 0 beyond its ends. */
function halfWidthAt({ contour }: Face, y: number): number {
  for (let i = 0; i + 3 < contour.length; i += 2) {
    const above = contour[i + 1]!;
    const below = contour[i + 3]!;
    if (above <= y && y < below) return contour[i]! + ((contour[i + 2]! - contour[i]!) * (y - above)) / (below - above);
  }
  return 0;
}

/** Long hair beside the face. */
export function lockArea(face: Face): number[] {
  const { style, temple, jaw } = face;
  const bottom = lockEnd(face);
  const wide = temple + 2.6 + style.hairVolume;
  const outer: number[] = [];
  const inner: number[] = [];
  for (let step = 0; step <= 16; step++) {
    const y = -9 + ((bottom + 9) * step) / 16;
    const s = swing(face, y);
    const spread = y < 0 ? 0.16 * y : 0.02 * y;
    outer.push(wide + spread + 1.1 * s, y);
    inner.push(Math.max(halfWidthAt(face, y) - 0.7, jaw - 1) + 0.5 * s, y);
  }
  return [...outer, ...reversed(inner)];
}
