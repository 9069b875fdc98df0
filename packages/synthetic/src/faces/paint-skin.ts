import { type Colour, lighter, mix, scaled } from '../raster/colour.js';
import { brush, ellipse, loop, onSide } from '../raster/curve.js';
import type { Canvas } from './canvas.js';
import type { Face } from './face.js';

const sides = [1, -1] as const;

/** Ears, and the face with what is seen on its skin. */
export function paintSkin(canvas: Canvas, face: Face): void {
  const { skin, shade, outline, masks, temple, traits, longHair } = face;
  for (const side of longHair ? [] : sides) {
    canvas.fill(ellipse(side * (temple + 0.7), 2, 2.2, 4), { colour: mix(skin, shade, 0.12) });
    canvas.fill(brush(onSide([temple + 1.2, -0.4, temple + 1.9, 1.5, temple + 1, 4], side), [0.5, 0.9, 0.4]), {
      colour: shade,
      opacity: 0.5,
    });
  }
  canvas.fill(outline, { colour: skin, onto: masks.face });
  const within = masks.face;
  for (const side of sides) {
    // The hollows of the eyes.
    canvas.glow(side * 6.6, -2.5, 5.5, 4, { colour: shade, opacity: 0.22, within });
    // A little blood in the cheeks of everyone.
    canvas.glow(side * 9, 7, 5, 4, { colour: mix(skin, [214, 92, 84], 0.5), opacity: 0.3, within });
  }
  if (traits.High_Cheekbones) paintCheekbones(canvas, face);
  if (traits.Rosy_Cheeks) {
    for (const side of sides) {
      canvas.glow(side * 9.2, 6.2, 5.6, 4.6, {
        colour: mix([240, 66, 92], skin, 0.1),
        opacity: 0.74,
        lit: 0.4,
        within,
      });
    }
  }
  if (traits.Chubby) {
    for (const side of sides) {
      canvas.fill(brush(onSide([5.6, 8.6, 8.8, 11.2, 9.4, 15], side), [0.3, 1, 0.2]), {
        colour: shade,
        opacity: 0.26,
        within,
      });
      canvas.glow(side * 9.6, 8.4, 4.4, 4, { colour: glossy(skin), opacity: 0.3, within });
    }
  }
  if (traits.Bags_Under_Eyes) paintBags(canvas, face);
  if (!traits.Young) paintWrinkles(canvas, face);
  if (traits.Bald) {
    canvas.glow(-3.5 * face.style.better, -15.5, 6, 3.6, { colour: lighter(skin, 0.85), opacity: 0.75, within });
  }
}

/** Skin where it catches the light: dark skin shines less. */
function glossy(skin: Colour): Colour {
  return [40 + 0.98 * skin[0], 40 + 0.98 * skin[1], 40 + 0.98 * skin[2]];
}

function paintCheekbones(canvas: Canvas, face: Face): void {
  const { skin, cheek, masks } = face;
  for (const side of sides) {
    const hollow = loop(
      onSide([cheek + 1, 4.6, cheek - 2.6, 8.6, 6.4, 12.4, cheek - 3.2, 12.2, cheek + 0.6, 8.8], side),
    );
    canvas.fill(hollow, { colour: scaled(skin, 0.66), opacity: 0.5, within: masks.face });
    canvas.glow(side * 9.8, 3.8, 4.4, 2.5, { colour: glossy(skin), opacity: 0.75, within: masks.face });
  }
}

function paintBags(canvas: Canvas, face: Face): void {
  const { skin, style, masks } = face;
  const bruise: Colour = mix(scaled(skin, 0.5), [92, 60, 96], 0.3);
  for (const side of sides) {
    const x = 7.4 + style.eyeDistance;
    canvas.glow(side * x, 2.6, 3.8, 2, { colour: bruise, opacity: 0.45, within: masks.face });
    const fold = onSide([x - 3.4, 2.2, x - 1.6, 4, x + 0.8, 4.3, x + 3.2, 2.6], side);
    canvas.fill(brush(fold, [0.3, 1.1, 1.1, 0.3]), { colour: bruise, opacity: 0.8, within: masks.face });
  }
}

/** Lines of age on the forehead, beside the eyes, and from the nose to the mouth. */
function paintWrinkles(canvas: Canvas, face: Face): void {
  const { shade, masks, temple } = face;
  const paint = { colour: shade, opacity: 0.55, within: masks.face };
  for (let line = 0; line < 3; line++) {
    const y = -9.6 - 2.1 * line;
    canvas.fill(
      brush([-7 + line, y + 0.4, -3, y - 0.3, 0, y + 0.1, 3, y - 0.3, 7 - line, y + 0.4], [0.2, 0.8, 0.8, 0.2]),
      paint,
    );
  }
  for (const side of sides) {
    for (const rise of [-1.7, 0, 1.6]) {
      canvas.fill(
        brush(onSide([temple - 3.4, -0.4 + 0.4 * rise, temple - 0.7, -0.2 + 1.3 * rise], side), [0.7, 0.2]),
        paint,
      );
    }
    canvas.fill(brush(onSide([3.9, 6.6, 6.2, 9.2, 7, 13.2], side), [0.5, 1.2, 0.3]), paint);
    canvas.fill(brush(onSide([6.4, 15, 6.6, 17.8], side), [0.8, 0.2]), paint);
  }
}
