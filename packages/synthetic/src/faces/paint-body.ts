import { lighter, mix, scaled } from '../raster/colour.js';
import { brush, curve, ellipse, mirrored, onSide } from '../raster/curve.js';
import type { Canvas } from './canvas.js';
import type { Face } from './face.js';

/** Shoulders, clothes and neck, with tie and necklace. */
export function paintBody(canvas: Canvas, face: Face): void {
  const { traits, style, skin, chin } = face;
  const male = traits.Male ? 1 : 0;
  const neck = 6 + 2.4 * male + (traits.Chubby ? 1.4 : 0) + (traits.Double_Chin ? 1 : 0);
  const shoulder = (traits.Wearing_Necktie ? 22.5 : 23.5) + 2.6 * (1 - male);
  const cloth = traits.Wearing_Necktie ? style.suit : style.clothes;
  const side = curve([neck + 0.5, shoulder, neck + 7, shoulder + 2.4 - male, 24 + 5 * male, 30.5 - 2.5 * male, 40, 48]);
  canvas.fill([...side, ...mirrored(side)], { colour: cloth, lit: 0.5 });

  const open = traits.Wearing_Necktie ? 0 : 27.5 + 4.5 * style.neckline * (1 - 0.6 * male);
  const throat = curve([
    ...[neck, 12, neck, 20, neck + 1.2, shoulder],
    ...[neck * 0.75, Math.max(shoulder + 1, open - 1.5), 0, open],
  ]);
  if (traits.Wearing_Necktie) {
    canvas.fill([-neck, 12, neck, 12, neck + 0.6, shoulder + 1, 0, 28, -neck - 0.6, shoulder + 1], { colour: skin });
  } else {
    canvas.fill([...throat, ...mirrored(throat)], { colour: skin });
  }
  // The chin's shadow on the neck.
  canvas.glow(0, chin + 1.5, neck + 3, 5.5, { colour: scaled(skin, 0.5), opacity: 0.6 });
  if (traits.Wearing_Necktie) paintTie(canvas, face, neck, shoulder);
  if (traits.Double_Chin) paintDoubleChin(canvas, face);
  if (traits.Wearing_Necklace) paintNecklace(canvas, face, neck);
}

function paintTie(canvas: Canvas, face: Face, neck: number, shoulder: number): void {
  const { tie, suit } = face.style;
  const shirt = [-neck - 1, shoulder - 0.5, 0, 25.8, neck + 1, shoulder - 0.5, neck + 3.5, 40, -neck - 3.5, 40];
  canvas.fill(shirt, { colour: [240, 240, 244], lit: 0.4 });
  for (const side of [1, -1] as const) {
    canvas.fill(onSide([neck + 0.6, shoulder - 1.5, 0.9, 25.4, 4.6, 29, neck + 2.2, shoulder + 1.5], side), {
      colour: [252, 252, 255],
      lit: 0.2,
    });
    canvas.fill(brush(onSide([neck + 2.2, shoulder + 1.5, 4.6, 29.1], side), [0.6]), { colour: suit, opacity: 0.5 });
  }
  canvas.fill([-3, 23.4, 3, 23.4, 2.1, 26.6, 5.6, 40, -5.6, 40, -2.1, 26.6], { colour: tie, lit: 0.3 });
  canvas.fill([-2.2, 26.4, 2.2, 26.4, 2, 27.4, -2, 27.4], { colour: scaled(tie, 0.55), lit: 0.3 });
}

/** A second fold below the chin. */
function paintDoubleChin(canvas: Canvas, face: Face): void {
  const { skin, shade, chin, jaw } = face;
  const half = jaw * 0.86;
  const fold = curve([half, chin - 4.5, half * 0.8, chin + 1.4, 0, chin + 4.2]);
  canvas.fill([...fold, ...mirrored(fold)], { colour: mix(skin, shade, 0.12) });
  const under = curve([
    ...[-half * 0.8, chin + 1.6, -half * 0.4, chin + 3.7, 0, chin + 4.3, half * 0.4, chin + 3.7],
    ...[half * 0.8, chin + 1.6],
  ]);
  canvas.fill(brush(under, [0.4, 1.6, 0.4]), { colour: scaled(shade, 0.85), opacity: 0.9 });
}

function paintNecklace(canvas: Canvas, face: Face, neck: number): void {
  const { jewel, necklaceKind } = face.style;
  const low = 27.6;
  const arc = curve([-neck - 0.4, 20.8, -neck * 0.7, 24.9, 0, low, neck * 0.7, 24.9, neck + 0.4, 20.8], 5);
  const dark = scaled(jewel, 0.45);
  if (necklaceKind === 0) {
    for (let i = 0; i < arc.length; i += 4) {
      canvas.fill(ellipse(arc[i]!, arc[i + 1]!, 1.25), { colour: dark, lit: 0 });
      canvas.fill(ellipse(arc[i]! - 0.15, arc[i + 1]! - 0.2, 0.95), { colour: lighter(jewel, 0.25), lit: 0 });
    }
    return;
  }
  canvas.fill(brush(arc, [1.9]), { colour: dark, opacity: 0.7, lit: 0 });
  canvas.fill(brush(arc, [1.1]), { colour: jewel, lit: 0 });
  if (necklaceKind === 2) {
    canvas.fill(ellipse(0, low + 0.9, 1.9, 2.1), { colour: dark, lit: 0 });
    canvas.fill(ellipse(-0.2, low + 0.7, 1.3, 1.5), { colour: lighter(jewel, 0.3), lit: 0 });
  }
}
