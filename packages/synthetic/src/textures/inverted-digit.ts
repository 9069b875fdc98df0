import { ArgumentError } from '@polyvae/errors';
import { handwritingSide } from '../digits/handwritten-digit.js';
import type { Picture } from './picture.js';

/** Values of one image that {@link invertDigit} makes: 28 × 28 × 3. */
export const invertedDigitSize: number = handwritingSide * handwritingSide * 3;

/** Grey levels above this one belong to the digit. */
const threshold = 128;

/**
 * A digit in the manner of PolyMNIST: 28 × 28 pixels cut from a picture, with inverted colours where the digit is.
 * @param digit 28 × 28 grey levels; those above 128 are the digit.
 * @param left Column of the picture at which the cut begins, 0 … side − 28.
 * @param top Row at which it begins, 0 … side − 28.
 * @param target Where the pixels go; a new array by default.
 * @returns `target`: 28 × 28 pixels, each red, green, blue, 0 … 255, row by row.
 * @throws {ArgumentError} if the digit has another size, or the cut leaves the picture.
 * @see Sutter, Daunhawer, Vogt 2021, "Generalized Multimodal ELBO"
 */
export function invertDigit(
  { side, pixels }: Picture,
  digit: Uint8Array,
  left: number,
  top: number,
  target: Uint8Array = new Uint8Array(invertedDigitSize),
): Uint8Array {
  const size = handwritingSide;
  const last = side - size;
  if (digit.length !== size * size) {
    throw new ArgumentError(`invertDigit: digit must have ${size * size} grey levels, found ${digit.length}.`);
  }
  checkPlace('left', left, last);
  checkPlace('top', top, last);
  for (let row = 0, i = 0, to = 0; row < size; row++) {
    let from = 3 * ((top + row) * side + left);
    for (let column = 0; column < size; column++, i++) {
      // 255 − byte is the byte with every bit flipped.
      const flip = digit[i]! > threshold ? 255 : 0;
      for (let colour = 0; colour < 3; colour++) target[to++] = pixels[from++]! ^ flip;
    }
  }
  return target;
}

function checkPlace(name: string, value: number, last: number): void {
  if (!Number.isInteger(value) || value < 0 || value > last) {
    throw new ArgumentError(`invertDigit: ${name} must be an integer 0 … ${last}, found ${value}.`);
  }
}
