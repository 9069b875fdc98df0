import { ArgumentError } from '@polyvae/errors';
import { DOMAIN, deriveKey } from './derive-key.js';
import { log } from './log.js';
import { ALGORITHM, checkState, type RngState } from './rng-state.js';
import { threefry } from './threefry.js';

const TWO_32 = 0x100000000;
const TWO_53 = 0x20000000000000;

/**
 * A stream of random numbers that is determined by its seed alone: the same on every machine and engine.
 *
 * Counter-based (Threefry4x32-20), so that its state is a few integers, `split` and `fork` give independent streams, and
 * every number is made with `+ − × ÷ √` only.
 * @example
 * ```ts
 * const rng = Rng.fromSeed(7);
 * const [noise, order] = [rng.fork('noise'), rng.fork('order')]; // neither depends on how much the other draws
 * noise.normals(3);
 * ```
 */
export class Rng {
  readonly #key: Uint32Array = new Uint32Array(4);
  readonly #block: Uint32Array = new Uint32Array(4);
  #low = 0;
  #high = 0;
  #position = 0;
  #spare: number | null = null;

  /** @internal */
  protected constructor(key: Uint32Array) {
    this.#key.set(key);
    this.#fill();
  }

  /**
   * A stream for a seed.
   * @param seed Any string, or any safe integer (0 and negative ones are seeds like others).
   * @throws {ArgumentError} if a number is not a safe integer.
   */
  static fromSeed(seed: number | string): Rng {
    return new Rng(deriveKey(new Uint32Array(4), DOMAIN.seed, seed, 'seed'));
  }

  /**
   * A new stream that continues where `save` was called.
   * @throws {ArgumentTypeError} if the state is not one made by this version's `save`.
   */
  static restore(state: RngState): Rng {
    const rng = new Rng(new Uint32Array(4));
    rng.load(state);
    return rng;
  }

  /** The exact state, safe for JSON. */
  save(): RngState {
    return {
      algorithm: ALGORITHM,
      key: [...this.#key],
      counter: [this.#low, this.#high],
      position: this.#position,
      spare: this.#spare,
    };
  }

  /**
   * Continues from a saved state, in place. Nothing changes if the state is refused.
   * @throws {ArgumentTypeError} if the state is not one made by this version's `save`.
   */
  load(state: RngState): void {
    checkState(state);
    this.#key.set(state.key);
    this.#low = state.counter[0];
    this.#high = state.counter[1];
    this.#fill();
    this.#position = state.position;
    this.#spare = state.spare;
  }

  /** An independent child stream; this stream advances, so that the next child is another one. */
  split(): Rng {
    const key = new Uint32Array(4);
    threefry(this.#key, this.#low, this.#high, 0, DOMAIN.split, key, 0);
    this.#advance();
    return new Rng(key);
  }

  /**
   * The independent child stream of a label. Depends only on this stream's origin and the label, never on how many
   * numbers were drawn; this stream does not advance.
   * @throws {ArgumentError} if a number is not a safe integer.
   */
  fork(label: string | number): Rng {
    return new Rng(deriveKey(this.#key, DOMAIN.fork, label, 'label'));
  }

  /** A uniform integer from 0 to 2³² − 1. */
  uint32(): number {
    if (this.#position === 4) this.#advance();
    return this.#block[this.#position++]!;
  }

  /** Uniform in [0, 1), a multiple of 2⁻⁵³. */
  uniform(): number {
    const high = this.uint32() >>> 5;
    return (high * 0x4000000 + (this.uint32() >>> 6)) / TWO_53;
  }

  /** Standard normal, by Marsaglia's polar method on 32-bit coordinates (so never beyond ±9.4). */
  normal(): number {
    if (this.#spare !== null) {
      const spare = this.#spare;
      this.#spare = null;
      return spare;
    }
    for (;;) {
      const u = (this.uint32() | 0) / 0x80000000;
      const v = (this.uint32() | 0) / 0x80000000;
      const s = u * u + v * v;
      if (s < 1 && s > 0) {
        const factor = Math.sqrt((-2 * log(s)) / s);
        this.#spare = v * factor;
        return u * factor;
      }
    }
  }

  /** Standard Laplace (location 0, scale 1, hence variance 2). */
  laplace(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32();
    const magnitude = -log(1 - (high * 0x4000000 + (low >>> 6)) / TWO_53);
    return (low & 1) === 0 ? magnitude : 0 - magnitude;
  }

  /**
   * A uniform integer in [low, high), without bias.
   * @throws {ArgumentError} if the bounds are not safe integers, `high` is not above `low`, or the range exceeds 2⁵³.
   */
  integer(low: number, high: number): number {
    if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high) || high <= low || high - low > TWO_53) {
      throw new ArgumentError(
        `integer: expected safe integers low < high at most 2^53 apart, got low ${low}, high ${high}`,
      );
    }
    const range = high - low;
    // Values beyond the largest multiple of the range are drawn again: a plain remainder would favour small results.
    if (range <= TWO_32) {
      const limit = TWO_32 - (TWO_32 % range);
      let x = this.uint32();
      while (x >= limit) x = this.uint32();
      return low + (x % range);
    }
    const limit = TWO_53 - (TWO_53 % range);
    let x = this.uniform() * TWO_53;
    while (x >= limit) x = this.uniform() * TWO_53;
    return low + (x % range);
  }

  /** `n` uniforms in [0, 1), multiples of 2⁻²⁴ (what float32 holds exactly, so never 1); one word each. */
  uniforms(n: number): Float32Array {
    const out = new Float32Array(checkedLength(n, 'uniforms'));
    for (let i = 0; i < out.length; i++) out[i] = (this.uint32() >>> 8) / 0x1000000;
    return out;
  }

  /** `n` standard normals: what `n` calls of `normal` return, rounded to float32. */
  normals(n: number): Float32Array {
    const out = new Float32Array(checkedLength(n, 'normals'));
    for (let i = 0; i < out.length; i++) out[i] = this.normal();
    return out;
  }

  /** `n` standard Laplace numbers: what `n` calls of `laplace` return, rounded to float32. */
  laplaces(n: number): Float32Array {
    const out = new Float32Array(checkedLength(n, 'laplaces'));
    for (let i = 0; i < out.length; i++) out[i] = this.laplace();
    return out;
  }

  /**
   * An index drawn with the given probabilities; one of probability 0 is never drawn.
   * @throws {ArgumentError} if there is none, one is negative or not finite, or they do not sum to one (within 1e-4).
   */
  categorical(probabilities: ArrayLike<number>): number {
    let total = 0;
    for (let i = 0; i < probabilities.length; i++) {
      const p = probabilities[i]!;
      if (!(p >= 0 && p < Infinity)) {
        throw new ArgumentError(`categorical: probabilities must be finite and not negative, found ${p} at index ${i}`);
      }
      total += p;
    }
    if (!(Math.abs(total - 1) <= 1e-4)) {
      throw new ArgumentError(
        `categorical: probabilities must sum to 1, the ${probabilities.length} given sum to ${total}`,
      );
    }
    const target = this.uniform() * total;
    let sum = 0;
    let last = 0;
    for (let i = 0; i < probabilities.length; i++) {
      const p = probabilities[i]!;
      if (p === 0) continue;
      sum += p;
      last = i;
      if (target < sum) return i;
    }
    return last;
  }

  /** The numbers 0 … n − 1 in random order, every order equally likely. */
  permutation(n: number): Uint32Array {
    const order = new Uint32Array(checkedLength(n, 'permutation'));
    for (let i = 0; i < order.length; i++) {
      const j = this.integer(0, i + 1);
      order[i] = order[j]!;
      order[j] = i;
    }
    return order;
  }

  /**
   * Something computed from numbers of this stream alone, such as a mask from uniforms: what `make` returns. A `DrawTape`
   * can make it again from another stream, as it can whole arrays of numbers.
   */
  derive<T>(make: (rng: Rng) => T): T {
    return make(this);
  }

  #advance(): void {
    this.#low = (this.#low + 1) >>> 0;
    if (this.#low === 0) this.#high = (this.#high + 1) >>> 0;
    this.#fill();
  }

  #fill(): void {
    threefry(this.#key, this.#low, this.#high, 0, DOMAIN.stream, this.#block, 0);
    this.#position = 0;
  }
}

function checkedLength(n: number, method: string): number {
  if (!Number.isInteger(n) || n < 0 || n > 0xffffffff) {
    throw new ArgumentError(`${method}: n must be an integer from 0 to 2^32 - 1, got ${n}`);
  }
  return n;
}
