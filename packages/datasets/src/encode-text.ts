import { ArgumentError } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs-core';
import { characterIndex, textAlphabet, unknownCharacter } from './alphabet.js';

/** Treatment of a character that is not in the alphabet: an all-zero row (as published), or an error. */
export type UnknownCharacters = 'zeros' | 'error';

/**
 * Alphabet positions of a string's first `length` characters; -1 for unknown characters and beyond the string's end.
 *
 * @throws {ArgumentError} if `length` is not a positive integer.
 * @example
 * ```ts
 * textIndices('seven', 8);
 * ```
 */
export function textIndices(text: string, length: number): Int32Array {
  if (!Number.isInteger(length) || length < 1) {
    throw new ArgumentError(`textIndices: length must be a positive integer, found ${length}`);
  }
  const indices = new Int32Array(length).fill(unknownCharacter);
  let position = 0;
  for (const character of text) {
    if (position === length) break;
    indices[position++] = characterIndex(character);
  }
  return indices;
}

/** Options of {@link encodeText}. */
export interface EncodeTextOptions {
  /** Treatment of characters that are not in the alphabet; default `zeros`. */
  readonly unknown?: UnknownCharacters;
}

/**
 * One-hot encoding, shape `[texts.length, length, 71]`. Longer strings are cut, shorter ones end in all-zero rows.
 *
 * @param options.unknown What happens to characters outside {@link textAlphabet}; an all-zero row by default.
 * @throws {ArgumentError} for an unknown character if `unknown` is `'error'`.
 * @example
 * ```ts
 * const text = encodeText(['seven', 'two'], 8); // [2, 8, 71]
 * ```
 */
export function encodeText(texts: readonly string[], length: number, options: EncodeTextOptions = {}): tf.Tensor3D {
  const rows = new Float32Array(texts.length * length * textAlphabet.length);
  texts.forEach((text, item) => {
    const indices = textIndices(text, length);
    if (options.unknown === 'error') refuseUnknown(text, indices);
    indices.forEach((index, position) => {
      if (index !== unknownCharacter) rows[(item * length + position) * textAlphabet.length + index] = 1;
    });
  });
  return tf.tensor3d(rows, [texts.length, length, textAlphabet.length]);
}

/**
 * The most likely string of each item: the first maximum over the last axis. Works on one-hot rows, probabilities and
 * logits; an all-zero row reads as `a`.
 *
 * @param text Shape `[batch, length, 71]`; not disposed.
 * @throws {ArgumentError} if the shape is another.
 * @example
 * ```ts
 * const words = await decodeText(text); // text [batch, 8, 71]
 * ```
 */
export async function decodeText(text: tf.Tensor): Promise<string[]> {
  const [, length, characters] = text.shape;
  if (text.rank !== 3 || characters !== textAlphabet.length) {
    throw new ArgumentError(
      `decodeText: expected a tensor of shape [batch, length, ${textAlphabet.length}], found [${text.shape}]`,
    );
  }
  return decodeCharacters((await text.data()) as Float32Array, length ?? 0);
}

/**
 * {@link decodeText} on values already read back: row-major `[items, length, 71]`.
 * @example
 * ```ts
 * decodeCharacters(await text.data(), 8);
 * ```
 */
export function decodeCharacters(values: ArrayLike<number>, length: number): string[] {
  const width = textAlphabet.length;
  const texts: string[] = [];
  for (let item = 0; item + length * width <= values.length && length > 0; item += length * width) {
    let text = '';
    for (let row = item; row < item + length * width; row += width) {
      let best = 0;
      for (let index = 1; index < width; index++) if (values[row + index]! > values[row + best]!) best = index;
      text += textAlphabet[best];
    }
    texts.push(text);
  }
  return texts;
}

function refuseUnknown(text: string, indices: Int32Array): void {
  const characters = [...text].slice(0, indices.length);
  const unknown = characters.findIndex((_, position) => indices[position] === unknownCharacter);
  if (unknown >= 0) {
    throw new ArgumentError(
      `encodeText: ${JSON.stringify(characters[unknown])} at position ${unknown} of ${JSON.stringify(text)} is not in ` +
        'the alphabet of 71 characters (lower-case letters, digits, punctuation, space, newline)',
    );
  }
}
