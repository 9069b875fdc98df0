import { lighter, scaled } from '../raster/colour.js';
import { brush, curve, ellipse, onSide } from '../raster/curve.js';
import type { Canvas } from './canvas.js';
import type { Face } from './face.js';

/** The nose: broad with wings or slender, round or pointed. */
export function paintNose(canvas: Canvas, face: Face): void {
  const { traits, style, skin, shade, masks } = face;
  const big = traits.Big_Nose;
  const pointed = traits.Pointy_Nose;
  const within = masks.face;
  const half = big ? 4.6 : pointed ? 2.1 : 2.8;
  const base = 6.8 + style.noseLength + (big ? 0.9 : 0);
  const tip = base + (pointed ? 2 : big ? 1.4 : 1);
  const dark = style.better;

  // The side away from the light.
  const flank = big ? 3.4 : pointed ? 2.2 : 2.4;
  const slope = [0.5, -3.5, 1.3, 0, flank, base - 0.5, pointed ? 0.1 : flank * 0.6, tip, 0.3, tip - 0.4];
  canvas.fill(onSide(slope, dark), {
    colour: scaled(skin, pointed ? 0.5 : 0.66),
    opacity: pointed ? 0.7 : 0.4,
    within,
  });
  if (pointed) {
    canvas.fill(brush([-0.5 * dark, -3, -0.35 * dark, 2, -0.2 * dark, tip - 0.6], [0.5, 0.9, 1.3]), {
      colour: lighter(skin, 0.8),
      opacity: 0.8,
      within,
    });
  } else {
    canvas.glow(0, base - 0.6, big ? 3.2 : 1.9, big ? 3 : 2, { colour: lighter(skin, 0.6), opacity: 0.6, within });
  }
  if (big) {
    for (const side of [1, -1] as const) {
      const wing = onSide(
        [half - 1.7, base - 3, half, base - 1.6, half + 0.2, base + 0.5, half - 1.4, base + 1.3],
        side,
      );
      canvas.fill(brush(wing, [0.3, 1.1, 1.2, 0.5]), { colour: shade, opacity: 0.8, within });
    }
  }
  const under = pointed
    ? [
        ...curve([-half - 0.4, base - 0.8, -half * 0.5, base + 0.3, 0, tip]),
        ...curve([0, tip, half * 0.5, base + 0.3, half + 0.4, base - 0.8]),
      ]
    : curve([-half, base - 0.6, -half * 0.55, base + 0.8, 0, tip, half * 0.55, base + 0.8, half, base - 0.6]);
  canvas.fill(brush(under, [0.4, 1, 1, 0.4], 1), { colour: shade, opacity: 0.75, within });
  for (const side of [1, -1] as const) {
    const x = side * (half * 0.5);
    canvas.fill(ellipse(x, base + 0.55, big ? 1.15 : 0.7, big ? 0.75 : 0.5), {
      colour: scaled(shade, 0.45),
      opacity: 0.85,
      within,
    });
  }
}
