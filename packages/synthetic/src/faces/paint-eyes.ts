import { type Colour, lighter, mix, scaled } from '../raster/colour.js';
import { brush, curve, ellipse, onSide } from '../raster/curve.js';
import type { Canvas } from './canvas.js';
import type { Face } from './face.js';

/** Eyes, with make-up, and eyebrows. */
export function paintEyes(canvas: Canvas, face: Face): void {
  face.masks.eye.fill(0);
  for (const side of [1, -1] as const) {
    if (face.traits.Heavy_Makeup) paintEyeShadow(canvas, face, side);
    paintEye(canvas, face, side);
    paintEyebrow(canvas, face, side);
  }
}

/** The points of one eye, from the middle of the face outwards along the upper lid and back along the lower one. */
function eyeLids(face: Face): { x: number; y: number; upper: number[]; lower: number[]; height: number } {
  const { traits, style } = face;
  const x = 7.4 + style.eyeDistance;
  const y = -1;
  const size = 1 + style.eyeSize;
  const height = (traits.Narrow_Eyes ? 0.75 : 2.15) * size;
  const long = 3.5 * size;
  const lift = -0.5 * style.eyeTilt;
  const cheek = traits.Smiling ? 0.62 : 0.8;
  const upper = curve([
    ...[x - long, y + 0.5, x - 1.8 * size, y - 0.85 * height, x + 0.3, y - 1.08 * height],
    ...[x + 2.3 * size, y - 0.6 * height + 0.5 * lift, x + long, y + lift],
  ]);
  const lower = curve([
    ...[x + long, y + lift, x + 1.9 * size, y + 0.8 * cheek * height + 0.3 * lift, x, y + cheek * height],
    ...[x - 2.1 * size, y + 0.3 + 0.7 * cheek * height, x - long, y + 0.5],
  ]);
  return { x, y, upper, lower, height };
}

function paintEye(canvas: Canvas, face: Face, side: 1 | -1): void {
  const { traits, style, shade, masks } = face;
  const { x, y, upper, lower, height } = eyeLids(face);
  const female = !traits.Male;
  const white: Colour = mix([242, 240, 238], face.skin, 0.08);
  canvas.fill(onSide([...upper, ...lower], side), { colour: white, lit: 0.5, onto: masks.eye });
  const within = masks.eye;
  canvas.fill(ellipse(side * x, y - 0.1, 2, 2.05), { colour: scaled(style.eyes, 0.6), lit: 0.3, within });
  canvas.fill(ellipse(side * x, y, 1.55, 1.6), { colour: style.eyes, lit: 0.3, within });
  canvas.fill(ellipse(side * x, y, 0.9, 0.95), { colour: [12, 10, 12], lit: 0, within });
  canvas.fill(ellipse(side * x + 0.7, y - 0.75, 0.55), { colour: [255, 255, 255], lit: 0, within });

  const made = traits.Heavy_Makeup;
  const liner: Colour = made ? [10, 6, 12] : mix([44, 28, 24], face.brow, 0.4);
  const lid = onSide(upper, side);
  const thick = made ? 1.7 : female ? 0.95 : 0.7;
  canvas.fill(brush(lid, [0.5, thick, thick], 1), { colour: liner, lit: 0.2 });
  canvas.fill(brush(onSide(lower, side), [0.3, made ? 0.9 : 0.35, 0.2], 1), {
    colour: liner,
    opacity: made ? 0.85 : 0.45,
  });
  // The fold of the lid.
  const crease = onSide([x - 2.8, y - height - 0.5, x, y - height - 1.45, x + 3.3, y - height - 0.1], side);
  canvas.fill(brush(crease, [0.3, 0.6, 0.3]), { colour: shade, opacity: traits.Narrow_Eyes ? 0.75 : 0.45 });
  if (female || made) {
    const reach = made ? 2.6 : 1.2;
    const corner = onSide(
      [x + 2.6, y - 0.6, x + 3.5 + 0.5 * reach, y - 0.5 - 0.35 * reach, x + 3.4 + reach, y - 0.4 - 0.75 * reach],
      side,
    );
    canvas.fill(brush(corner, [thick, 0.6 * thick, 0.2]), { colour: liner, lit: 0.2 });
  }
  if (made) {
    for (const along of [-1.6, 0.2, 1.9]) {
      const lash = onSide([x + along, y - height, x + along + 0.5, y - height - 1.9], side);
      canvas.fill(brush(lash, [0.8, 0.3]), { colour: liner, lit: 0.2 });
    }
  }
}

function paintEyeShadow(canvas: Canvas, face: Face, side: 1 | -1): void {
  const { style, masks } = face;
  const { x, y } = eyeLids(face);
  const area = curve([
    ...[x - 3.8, y + 0.6, x - 2.6, y - 3, x + 0.4, y - 4.3, x + 3.8, y - 3.6, x + 5.6, y - 1.6],
    ...[x + 3.6, y + 0.6, x, y + 2.3, x - 3.8, y + 0.6],
  ]);
  canvas.fill(onSide(area, side), { colour: style.eyeShadow, opacity: 0.66, within: masks.face, lit: 0.6 });
  canvas.glow(side * (x + 0.5), y - 3.4, 2.6, 1.3, {
    colour: lighter(style.eyeShadow, 0.55),
    opacity: 0.5,
    within: masks.face,
  });
}

function paintEyebrow(canvas: Canvas, face: Face, side: 1 | -1): void {
  const { traits, style, brow } = face;
  const x = 7.4 + style.eyeDistance;
  const male = traits.Male ? 1 : 0;
  const y = -5.3 + style.browHeight + 0.4 * male - (traits.Narrow_Eyes ? 0 : 0.2);
  const shape = traits.Arched_Eyebrows
    ? [x - 4.2, y + 0.5, x - 2, y - 1.4, x + 0.8, y - 2.7, x + 3.1, y - 2, x + 4.9, y + 1]
    : [x - 4.2, y - 0.1, x - 1.4, y - 0.6, x + 1.2, y - 0.8, x + 3.2, y - 0.5, x + 4.6, y + 0.3];
  const line = onSide(shape, side);
  if (!traits.Bushy_Eyebrows) {
    canvas.fill(brush(line, [0.8, 1.15 + 0.3 * male, 1, 0.4]), { colour: brow, opacity: 0.85, lit: 0.4 });
    return;
  }
  const dark = scaled(brow, 0.8);
  canvas.fill(brush(line, [1.9, 2.6, 2.3, 1.1]), { colour: dark, opacity: 0.92, lit: 0.4 });
  // Single hairs stand up from it.
  for (let i = 0; i < 5; i++) {
    const at = x - 4 + 1.9 * i;
    const up = y - (traits.Arched_Eyebrows ? [0, 1.2, 2.3, 2.2, 0.8][i]! : 0.5);
    canvas.fill(brush(onSide([at, up + 0.4, at + 0.7, up - 1.7], side), [0.9, 0.3]), { colour: dark, lit: 0.4 });
  }
}
