import { ArgumentTypeError } from '@polyvae/errors';

/** The cipher and the rules by which numbers are made from its words; changes whenever a stream would change. */
export const ALGORITHM = 'threefry4x32-20/1';

/** Everything that determines an `Rng`'s further numbers. Survives `JSON.stringify` exactly. */
export interface RngState {
  /** Name and version of the generator. */
  readonly algorithm: string;
  /** Four 32-bit words. */
  readonly key: readonly number[];
  /** Index of the current block, low and high word. */
  readonly counter: readonly [number, number];
  /** Words of the current block already used, 0 to 4. */
  readonly position: number;
  /** The second normal of the last pair, if it was not handed out yet. */
  readonly spare: number | null;
}

function isWord(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 0xffffffff;
}

/**
 * Checks a state that came from outside (a file, a message).
 * @throws {ArgumentTypeError} if anything in it is missing or out of range; the message names the part.
 */
export function checkState(state: RngState): void {
  const fail = (what: string, found: unknown): never => {
    throw new ArgumentTypeError(`Rng state: ${what}, found ${JSON.stringify(found) ?? String(found)}`);
  };
  if (typeof state !== 'object' || state === null) fail('expected an object made by save()', state);
  if (state.algorithm !== ALGORITHM) {
    fail(`algorithm must be '${ALGORITHM}' (a state made by another version cannot be continued)`, state.algorithm);
  }
  if (!Array.isArray(state.key) || state.key.length !== 4 || !state.key.every(isWord)) {
    fail('key must be four 32-bit unsigned integers', state.key);
  }
  if (!Array.isArray(state.counter) || state.counter.length !== 2 || !state.counter.every(isWord)) {
    fail('counter must be two 32-bit unsigned integers', state.counter);
  }
  if (!Number.isInteger(state.position) || state.position < 0 || state.position > 4) {
    fail('position must be an integer from 0 to 4', state.position);
  }
  if (state.spare !== null && !Number.isFinite(state.spare)) fail('spare must be a finite number or null', state.spare);
}
