import { ArgumentError, ArgumentTypeError } from '@polyvae/errors';
import { threefry } from './threefry.js';

/** The last counter word says what a block is for, so that no two uses of a key ever encrypt the same counter. */
export const DOMAIN: { readonly stream: 0; readonly split: 1; readonly fork: 2; readonly seed: 3 } = {
  stream: 0,
  split: 1,
  fork: 2,
  seed: 3,
};

/**
 * A new key from a key and a label: the label is absorbed 96 bits at a time, each block keyed by the one before.
 * Numbers and strings never collide (`1` and `'1'` give different keys).
 * @throws {ArgumentTypeError} if the label is neither a string nor a number.
 * @throws {ArgumentError} if a number is not a safe integer.
 */
export function deriveKey(key: Uint32Array, domain: number, label: string | number, argument: string): Uint32Array {
  if (typeof label !== 'string' && typeof label !== 'number') {
    throw new ArgumentTypeError(`${argument} must be a string or an integer, got ${typeof label}`);
  }
  if (typeof label === 'number' && !Number.isSafeInteger(label)) {
    throw new ArgumentError(`${argument} must be a safe integer (or a string), got ${label}`);
  }
  const text = typeof label === 'number' ? `n${label === 0 ? 0 : label}` : `s${label}`;
  const words = [text.length];
  for (let i = 0; i < text.length; i += 2) {
    words.push(text.charCodeAt(i) | (i + 1 < text.length ? text.charCodeAt(i + 1) << 16 : 0));
  }
  let derived = key;
  for (let i = 0; i < words.length; i += 3) {
    const next = new Uint32Array(4);
    threefry(derived, words[i]!, words[i + 1] ?? 0, words[i + 2] ?? 0, domain, next, 0);
    derived = next;
  }
  return derived;
}
