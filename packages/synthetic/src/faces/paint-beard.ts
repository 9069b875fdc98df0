import { type Colour, mix, scaled } from '../raster/colour.js';
import { brush, curve, loop, mirrored, onSide } from '../raster/curve.js';
import type { Canvas } from './canvas.js';
import type { Face } from './face.js';
import { type MouthPlace, mouthPlace } from './paint-mouth.js';

/** Stubble, beard, goatee and mustache, before the lips are painted. */
export function paintBeard(canvas: Canvas, face: Face): void {
  const { traits, hair, masks } = face;
  const mouth = mouthPlace(face);
  const hairs = mix(scaled(hair, 0.8), [46, 34, 28], 0.2);
  if (traits['5_o_Clock_Shadow']) paintStubble(canvas, face, mouth);
  if (!traits.No_Beard) {
    // Shaved to stubble, or to a goatee or mustache, what is left of a beard follows the jaw.
    if (traits['5_o_Clock_Shadow'] || traits.Goatee || traits.Mustache) paintChinstrap(canvas, face, hairs);
    else paintFullBeard(canvas, face, mouth, hairs);
  }
  if (traits.Goatee) paintGoatee(canvas, face, mouth, hairs);
  if (traits.Mustache) {
    const { y, half } = mouth;
    const lift = traits.Mouth_Slightly_Open ? 1.4 : 0;
    const top = curve([
      ...[0, y - 4.2 - 0.6 * lift, half * 0.6, y - 4.3 - 0.7 * lift, half + 1.4, y - 1.6],
      ...[half + 1.7, y + 0.8],
    ]);
    const bottom = curve([half + 1.7, y + 0.8, half * 0.8, y - 0.8 - 0.5 * lift, 0, y - 1.5 - lift]);
    const area = [...top, ...bottom];
    canvas.fill([...area, ...mirrored(area)], {
      colour: scaled(hairs, 0.85),
      opacity: 0.95,
      lit: 0.6,
      within: masks.face,
    });
  }
}

/** The lower face below a line from the ears past the mouth, as far as the beard grows. */
function beardArea(face: Face, mouth: MouthPlace): number[] {
  const { contour, chin, cheek } = face;
  const jawline: number[] = [];
  for (let i = 0; i < contour.length; i += 2) {
    if (contour[i + 1]! > 6.5)
      jawline.push(contour[i]! + 0.4, contour[i + 1]! + (contour[i + 1]! > chin - 2.5 ? 0.9 : 0.2));
  }
  const top = curve([0, mouth.y - 3.6, mouth.half + 0.6, mouth.y - 2.9, cheek - 3, 10.4, cheek - 1.4, 6.5]);
  return [...top, ...jawline];
}

function paintStubble(canvas: Canvas, face: Face, mouth: MouthPlace): void {
  const colour: Colour = mix(scaled(face.skin, 0.44), [54, 66, 86], 0.5);
  const area = beardArea(face, mouth);
  canvas.fill([...area, ...mirrored(area)], { colour, opacity: 0.46, within: face.masks.face });
  // Single short hairs.
  const { chin, jaw } = face;
  for (let row = 0; row < 4; row++) {
    const y = 11 + row * ((chin - 13) / 3);
    const half = row < 2 ? jaw - 0.5 : jaw * (row === 2 ? 0.75 : 0.4);
    for (let i = 0; i < 6; i++) {
      const x = half * (((i + 0.5 * (row % 2) + 0.25) / 6) * 2 - 1);
      canvas.fill([x - 0.4, y, x + 0.4, y, x + 0.3, y + 1.1, x - 0.3, y + 1.1], {
        colour: scaled(colour, 0.5),
        opacity: 0.6,
        within: face.masks.face,
      });
    }
  }
}

function paintChinstrap(canvas: Canvas, face: Face, colour: Colour): void {
  const { contour, chin } = face;
  const line: number[] = [];
  for (let i = 0; i < contour.length; i += 2) {
    if (contour[i + 1]! > 3 && contour[i]! > 0.5)
      line.push(contour[i]! - 0.9, contour[i + 1]! - (contour[i + 1]! > chin - 2.5 ? 0.7 : 0));
  }
  const whole = [...line, ...mirrored(line)];
  canvas.fill(brush(whole, [1.6, 2.4, 3, 2.4, 1.6], 1), { colour, opacity: 0.85, lit: 0.6 });
}

function paintFullBeard(canvas: Canvas, face: Face, mouth: MouthPlace, colour: Colour): void {
  const { contour, chin, cheek } = face;
  const rim: number[] = [];
  for (let i = 0; i < contour.length; i += 2) {
    const y = contour[i + 1]!;
    if (y > 1) rim.push(contour[i]! + 0.7, y + (y > chin - 6 ? 2.2 : 0.6));
  }
  const top = curve([0, mouth.y - 3.7, mouth.half + 0.8, mouth.y - 3, cheek - 2.6, 9.4, cheek - 0.6, 1]);
  const area = [...top, ...rim];
  canvas.fill([...area, ...mirrored(area)], { colour, opacity: 0.93, lit: 0.7 });
  for (const side of [1, -1] as const) {
    for (let i = 0; i < 4; i++) {
      const x = 2 + 2.7 * i;
      const low = chin + 1.6 - 0.14 * x * x * 0.55;
      canvas.fill(brush(onSide([x * 1.05, low - 5, x, low - 1.2], side), [0.3, 0.8, 0.3]), {
        colour: i % 2 ? scaled(colour, 0.6) : mix(colour, [255, 255, 255], 0.18),
        opacity: 0.6,
      });
    }
  }
}

function paintGoatee(canvas: Canvas, face: Face, mouth: MouthPlace, colour: Colour): void {
  const { chin, traits } = face;
  const top = mouth.y + (traits.Mouth_Slightly_Open ? 2.6 : 1.6);
  const half = loop([
    ...[0, top, 3.6, top + 1.4, 4.9, chin - 3, 3.8, chin + 0.8, 0, chin + 3, -3.8, chin + 0.8],
    ...[-4.9, chin - 3, -3.6, top + 1.4],
  ]);
  canvas.fill(half, { colour: scaled(colour, 0.85), opacity: 0.96, lit: 0.6 });
  for (const x of [-2.2, 0.2, 2.4]) {
    canvas.fill(brush([x * 1.1, top + 2, x, chin + 1.2], [0.3, 0.8, 0.3]), {
      colour: mix(colour, [255, 255, 255], 0.2),
      opacity: 0.5,
    });
  }
}
