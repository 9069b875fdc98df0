import { type Colour, lighter, mix, scaled } from '../raster/colour.js';
import { brush, curve, ellipse, loop, mirrored, onSide, ring } from '../raster/curve.js';
import type { Canvas } from './canvas.js';
import type { Face } from './face.js';

const sides = [1, -1] as const;

/** Hat, glasses and earrings, over everything else. */
export function paintAccessories(canvas: Canvas, face: Face): void {
  if (face.traits.Eyeglasses) paintGlasses(canvas, face);
  if (face.traits.Wearing_Hat) paintHat(canvas, face);
  if (face.traits.Wearing_Earrings) for (const side of sides) paintEarring(canvas, face, side);
}

/** A knitted cap, a cap with a peak, or a hat with a brim. */
function paintHat(canvas: Canvas, face: Face): void {
  const { style, temple, masks } = face;
  const { hat, hatKind, hairVolume } = style;
  const wide = temple + 2.4 + Math.max(0, hairVolume);
  const dark = scaled(hat, 0.55);
  canvas.glow(0, -8.5, 15, 4.5, { colour: scaled(face.skin, 0.4), opacity: 0.6, within: masks.face });
  const dome = curve([wide, -9, wide + 0.3, -15, wide * 0.78, -24, 0, -28.5 - hairVolume]);
  canvas.fill([...dome, ...mirrored(dome)], { colour: hat });
  if (hatKind === 0) {
    for (let i = -2; i <= 2; i++) {
      canvas.fill(brush([i * 2.2, -27, i * 4.8, -20, i * 6.2, -12], [0.4, 0.9, 0.7]), { colour: dark, opacity: 0.5 });
    }
    const cuff = curve([wide + 0.8, -8.4, wide + 1, -13, 0, -15.5]);
    const low = curve([0, -10.2, wide * 0.6, -9.6, wide + 0.8, -8.4]);
    const half = [...low, ...cuff];
    canvas.fill([...half, ...mirrored(half)], { colour: lighter(hat, 0.2) });
    return;
  }
  if (hatKind === 1) {
    canvas.fill(brush([0, -28, 0, -20, 0, -13], [0.7]), { colour: dark, opacity: 0.7 });
    const turn = 2.5 * style.better;
    const peak = loop([
      ...[-wide + 1 + turn, -11, turn, -13.5, wide - 1 + turn, -11, wide - 3 + turn, -7.6],
      ...[turn, -6.6, -wide + 3 + turn, -7.6],
    ]);
    canvas.fill(peak, { colour: dark });
    canvas.fill(brush([-wide + 2 + turn, -10.4, turn, -12.3, wide - 2 + turn, -10.4], [0.4, 1, 0.4]), {
      colour: lighter(hat, 0.3),
      opacity: 0.6,
    });
    return;
  }
  canvas.fill(
    loop([-wide - 7, -10.5, -wide, -12.6, 0, -13.6, wide, -12.6, wide + 7, -10.5, wide, -8.4, 0, -8, -wide, -8.4]),
    { colour: scaled(hat, 0.82) },
  );
  canvas.fill(brush([-wide, -12.6, 0, -14.6, wide, -12.6], [2.6]), { colour: dark });
}

function paintGlasses(canvas: Canvas, face: Face): void {
  const { style, temple, skin } = face;
  const { glasses, glassesKind, darkGlasses } = style;
  const x = 7.4 + style.eyeDistance;
  const y = -0.6;
  for (const side of sides) {
    const [outer, inner] = lens(glassesKind);
    const place = (points: readonly number[]): number[] =>
      onSide(points, side).map((value, i) => (i % 2 === 0 ? value + side * x : value + y));
    const colour: Colour = darkGlasses ? [24, 26, 34] : mix(skin, [220, 236, 250], 0.6);
    canvas.fill(place(inner), { colour, opacity: darkGlasses ? 0.84 : 0.2, lit: 0 });
    canvas.fill(brush(place([-3.4, 1.6, 0.6, -3]), [1.1, 0.9]), {
      colour: [255, 255, 255],
      opacity: darkGlasses ? 0.3 : 0.35,
      lit: 0,
    });
    canvas.fill(ring(place(outer), place(inner)), { colour: glasses, lit: 0.2 });
    canvas.fill(brush(onSide([x + 5.1, y - 1.2, temple + 1.2, y - 0.8], side), [1.2]), { colour: glasses, lit: 0.2 });
  }
  canvas.fill(brush([-x + 4.9, y - 0.6, 0, y - 1.7, x - 4.9, y - 0.6], [1.2]), { colour: glasses, lit: 0.2 });
}

/** Outer and inner edge of a frame: round, square or wider above. */
function lens(kind: 0 | 1 | 2): [number[], number[]] {
  if (kind === 0) return [ellipse(0, 0, 5.5, 5.3), ellipse(0, 0, 4.35, 4.15)];
  if (kind === 1) return [frame(5.7, 4.3, 5.4), frame(4.7, 3.2, 4.4)];
  return [frame(6, 4.5, 4.3), frame(4.9, 3.1, 3.3)];
}

/** A box with round corners, half as wide as `top` above and `bottom` below. */
function frame(top: number, half: number, bottom: number): number[] {
  return loop(
    [
      ...[-top, -half * 0.7, -top * 0.85, -half, top * 0.85, -half, top, -half * 0.7],
      ...[bottom, half * 0.7, bottom * 0.8, half, -bottom * 0.8, half, -bottom, half * 0.7],
    ],
    2,
  );
}

function paintEarring(canvas: Canvas, face: Face, side: 1 | -1): void {
  const { style, temple } = face;
  const x = side * (temple + 1.2);
  const y = 6.6;
  const dark = scaled(style.jewel, 0.4);
  const shine = lighter(style.jewel, 0.35);
  if (style.earringKind === 0) {
    canvas.fill(ring(ellipse(x, y + 3.4, 3.1, 3.5), ellipse(x, y + 3.4, 1.5, 1.9)), {
      colour: dark,
      opacity: 0.85,
      lit: 0,
    });
    canvas.fill(ring(ellipse(x - 0.1, y + 3.3, 2.8, 3.2), ellipse(x, y + 3.4, 1.75, 2.15)), {
      colour: style.jewel,
      lit: 0,
    });
    return;
  }
  canvas.fill(ellipse(x, y + 0.4, 1.9), { colour: dark, lit: 0 });
  canvas.fill(ellipse(x - 0.2, y + 0.2, 1.4), { colour: shine, lit: 0 });
  if (style.earringKind === 2) {
    canvas.fill([x - 0.9, y + 1.4, x + 0.9, y + 1.4, x + 2.1, y + 6.2, x, y + 8.4, x - 2.1, y + 6.2], {
      colour: dark,
      lit: 0,
    });
    canvas.fill([x - 0.4, y + 1.8, x + 0.4, y + 1.8, x + 1.3, y + 6, x, y + 7.4, x - 1.3, y + 6], {
      colour: shine,
      lit: 0,
    });
  }
}
