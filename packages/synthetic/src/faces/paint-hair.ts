import { lighter, scaled } from '../raster/colour.js';
import { brush, curve, ellipse, mirrored, onSide } from '../raster/curve.js';
import type { Canvas, Paint } from './canvas.js';
import type { Face } from './face.js';
import { capArea, lockArea, lockEnd, swing } from './hair-shape.js';

const sides = [1, -1] as const;

/** Hair behind head and shoulders. */
export function paintHairBehind(canvas: Canvas, face: Face): void {
  const { traits, style, hair, masks, longHair } = face;
  if (traits.Bald) return;
  const colour = scaled(hair, 0.6);
  if (longHair) {
    const bottom = lockEnd(face) - 1.5;
    const wide = 15.5 + style.hairVolume;
    const behind = curve([0, -23, 11, -20, wide, -8, wide + 0.6, 8, wide - 0.5, bottom, 0, bottom]);
    canvas.fill([...behind, ...mirrored(behind)], { colour, onto: masks.hair });
  } else if (!traits.Male && style.hairLoose > 0.75) {
    canvas.fill(ellipse(0, -24.5 - style.hairVolume, 6.5, 5.5), { colour: scaled(hair, 0.85), onto: masks.hair });
  }
}

/** The hair on the head, before the face, and beside it. */
export function paintHair(canvas: Canvas, face: Face): void {
  const { traits, hair, masks } = face;
  const paint: Paint = { colour: hair, onto: masks.hair };
  if (traits.Sideburns) paintSideburns(canvas, face);
  if (traits.Bald) {
    paintFringe(canvas, face);
  } else {
    canvas.fill(capArea(face), paint);
    if (face.longHair) for (const side of sides) canvas.fill(onSide(lockArea(face), side), paint);
    paintStrands(canvas, face);
  }
  if (traits.Bangs) paintBangs(canvas, face);
}

/** Straight hair shows single strands, wavy hair curls, other hair a soft shine only. */
function paintStrands(canvas: Canvas, face: Face): void {
  const { traits, style, hair, masks, longHair, temple } = face;
  const within = masks.hair;
  const bright = lighter(hair, 0.3);
  const dark = scaled(hair, 0.52);
  const top = -23.4 - style.hairVolume;
  if (!traits.Straight_Hair && !traits.Wavy_Hair) {
    canvas.glow(style.part - 3 * style.better, -18.5, 8, 3.4, { colour: bright, opacity: 0.5, within });
    return;
  }
  for (const side of sides) {
    for (let i = 0; i < 6; i++) {
      const t = (i + 0.6) / 6;
      const endX = 3 + (temple - 2.4) * t;
      const endY = -14.5 + 14 * t * t * t;
      const startX = style.part * 0.6 + side * 1.2 * i;
      const middleX = side * (3 + (temple - 0.5) * t) * 0.94 + startX * 0.06;
      const path = [startX, top + 0.9 * t, middleX, top + 3.2 + 5.5 * t, side * endX, endY];
      if (traits.Wavy_Hair) {
        path[2] = path[2]! + 2 * side;
        path[4] = path[4]! - 1.5 * side;
      }
      const paint = { colour: i % 2 ? bright : dark, opacity: 0.62, within };
      canvas.fill(brush(path, traits.Wavy_Hair ? [0.5, 1.6, 0.5] : [0.5, 0.9, 0.7]), paint);
    }
    if (traits.Wavy_Hair) {
      for (let i = 0; i < 4; i++) {
        const x = side * (2.5 + 3.6 * i);
        const y = -18.8 + 0.55 * i * i;
        canvas.fill(
          brush([x - 1.6, y + 1.2, x - 0.8, y - 0.9, x + 0.9, y - 0.7, x + 1.2, y + 1, x, y + 1.6], [0.4, 0.9, 0.5]),
          {
            colour: i % 2 ? dark : bright,
            opacity: 0.45,
            within,
          },
        );
      }
    }
    if (!longHair) continue;
    const bottom = lockEnd(face);
    for (let i = 0; i < 4; i++) {
      const path: number[] = [];
      for (let step = 0; step <= 12; step++) {
        const y = -8 + ((bottom + 7) * step) / 12;
        path.push(side * (temple + 0.2 + 1.15 * i - (i < 2 ? 0.09 * Math.max(0, y - 4) : 0) + 1.2 * swing(face, y)), y);
      }
      canvas.fill(brush(path, [0.4, 0.9, 0.9, 0.5], 1), { colour: i % 2 ? bright : dark, opacity: 0.62, within });
    }
  }
}

/** Hair that falls over the forehead, in points. */
function paintBangs(canvas: Canvas, face: Face): void {
  const { hair, masks, temple, style, traits } = face;
  const half = temple - 1.2;
  const teeth = 7;
  const area = [-half, -9, -half + 0.6, -14.5, -6, -18.5, 6, -18.5, half - 0.6, -14.5, half, -9];
  for (let i = 0; i <= teeth; i++) {
    const x = half - (2 * half * i) / teeth;
    const edge = -6.9 - 0.02 * x * x * (traits.Wavy_Hair ? 0 : -0.6);
    area.push(x - 0.4, edge + (i % 2 ? 0.6 : -0.1));
    if (i < teeth) area.push(x - half / teeth + 0.3 * style.better, edge - 1.6);
  }
  canvas.fill(area, { colour: scaled(hair, 0.95), onto: masks.hair });
  for (let i = 0; i < 6; i++) {
    const x = -half + 1.8 + ((2 * half - 3.6) * i) / 5;
    canvas.fill(brush([x * 0.7 + style.part * 0.15, -18, x * 0.95, -12.5, x, -7.6], [0.4, 0.9, 0.5]), {
      colour: i % 2 ? lighter(hair, 0.28) : scaled(hair, 0.55),
      opacity: 0.6,
      within: masks.hair,
    });
  }
}

function paintSideburns(canvas: Canvas, face: Face): void {
  const { hair, temple, cheek, masks } = face;
  const area = [
    ...[temple + 0.8, -6, temple + 0.7, 3, cheek + 0.9, 9.6, cheek - 2.8, 10.4, temple - 3.4, 5],
    ...[temple - 2.4, -6],
  ];
  for (const side of sides) {
    canvas.fill(onSide(area, side), { colour: scaled(hair, 0.78), opacity: 0.95, within: masks.face });
  }
}

/** Hair that a bald head has left above its ears. */
function paintFringe(canvas: Canvas, face: Face): void {
  const { hair, temple, masks } = face;
  const area = curve([
    ...[temple - 1.4, 2, temple - 2.2, -3, temple - 1.2, -8, temple + 0.6, -6.5],
    ...[temple + 1.4, -2, temple + 0.8, 2.5],
  ]);
  for (const side of sides) {
    canvas.fill(onSide(area, side), { colour: hair, opacity: 0.75, onto: masks.hair });
  }
}
