import type { Rng } from '@polyvae/random';
import { Canvas, faceImageSize, faceSide } from './canvas.js';
import { type FaceMasks, faceOf } from './face.js';
import { drawFaceStyle } from './face-style.js';
import { paintAccessories } from './paint-accessories.js';
import { paintBackground } from './paint-background.js';
import { paintBeard } from './paint-beard.js';
import { paintBody } from './paint-body.js';
import { paintEyes } from './paint-eyes.js';
import { paintHair, paintHairBehind } from './paint-hair.js';
import { paintMouth } from './paint-mouth.js';
import { paintNose } from './paint-nose.js';
import { paintSkin } from './paint-skin.js';
import { photograph } from './photograph.js';
import type { Traits } from './traits.js';

const pixels = faceSide * faceSide;
// Scratch: painting never awaits, so one face is finished before the next begins, and each thread has a module of its own.
const canvas = new Canvas();
const masks: FaceMasks = {
  face: new Float64Array(pixels),
  hair: new Float64Array(pixels),
  eye: new Float64Array(pixels),
};
/** How often a face that is called blurry is blurred. */
const blurryPasses = 5;

/**
 * Paints a face with the given attributes. Everything else about it (skin, light, pose, features, colours) is drawn from
 * `rng` first, so that the same stream with one attribute changed gives the same person.
 * @param rng Source of every choice; the same state gives the same image on every platform.
 * @param target Where the pixels go; a new array by default.
 * @returns `target`: 64 × 64 pixels, each red, green, blue, 0 … 255, row by row.
 */
export function drawFace(traits: Traits, rng: Rng, target: Uint8Array = new Uint8Array(faceImageSize)): Uint8Array {
  const style = drawFaceStyle(rng);
  const face = faceOf(traits, style, masks);
  masks.face.fill(0);
  masks.hair.fill(0);
  canvas.hold(style.pose);
  canvas.illuminate(...style.light);
  paintBackground(canvas, style);
  paintHairBehind(canvas, face);
  paintBody(canvas, face);
  paintSkin(canvas, face);
  paintNose(canvas, face);
  paintBeard(canvas, face);
  paintMouth(canvas, face);
  paintEyes(canvas, face);
  paintHair(canvas, face);
  paintAccessories(canvas, face);
  photograph(canvas, traits.Blurry ? blurryPasses : 0, target);
  return target;
}
