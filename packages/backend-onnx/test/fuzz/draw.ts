import type { Input, NumberType } from './program.js';
import type { Random } from './random.js';

/** A tensor that a program under construction may use. */
export interface Value {
  readonly index: number;
  readonly shape: readonly number[];
  readonly dtype: NumberType;
  readonly values: readonly number[];
  /** Whether every backend has the same bits. */
  readonly exact: boolean;
}

/** Kind of numbers in a new input: quarters in [-4, 4] with ties and zeros, any numbers in (-2, 2), or integers in [0, limit). */
export type Kind = 'quarters' | 'reals' | { readonly below: number };

/** Whether sums of a few hundred products of such numbers are exact in single precision, in any order. */
export function isDyadic({ values }: Value): boolean {
  return values.every((value) => Number.isInteger(value * 4) && Math.abs(value) <= 16);
}

/** Choice of operands: from the values there are, or as new inputs. */
export class Draw {
  readonly random: Random;
  readonly #values: readonly Value[];
  readonly #add: (input: Input) => Value;
  readonly #special: boolean;

  /** @param special Whether new floats may be NaN, infinite or -0. */
  constructor(random: Random, values: readonly Value[], add: (input: Input) => Value, special: boolean) {
    this.random = random;
    this.#values = values;
    this.#add = add;
    this.#special = special;
  }

  /** One of the values there are, the latest most likely; undefined if none suits. */
  value(suits: (value: Value) => boolean): Value | undefined {
    const fitting = this.#values.filter(suits);
    if (fitting.length === 0) return undefined;
    return this.random.chance(0.5) ? fitting.at(-1) : this.random.pick(fitting);
  }

  /** A float value there is, or a new one of that rank. */
  float(rank?: number): Value {
    const fits = (value: Value): boolean =>
      value.dtype === 'float32' && (rank === undefined || value.shape.length === rank);
    return this.value(fits) ?? this.fresh(this.shape(rank), 'float32');
  }

  shape(rank: number = this.random.pick([0, 1, 1, 2, 2, 3, 3, 4, 5])): number[] {
    const longest = rank > 3 ? 4 : 5;
    return Array.from({ length: rank }, () => {
      if (this.random.chance(0.02)) return 0;
      return this.random.chance(0.2) ? 1 : this.random.between(1, longest);
    });
  }

  /** A shape that broadcasts with another. */
  companion(shape: readonly number[]): number[] {
    const kept = this.random.chance(0.3) ? shape.slice(this.random.between(0, shape.length)) : shape;
    return kept.map((length) => (this.random.chance(0.25) ? 1 : length));
  }

  axis(rank: number): number {
    return this.random.between(-rank, rank - 1);
  }

  /** A new input of the program. */
  fresh(shape: readonly number[], dtype: NumberType, kind?: Kind): Value {
    const { random } = this;
    const quarters = kind === 'quarters' || (kind === undefined && random.chance(0.7));
    const value = (): number => {
      if (typeof kind === 'object') return random.between(0, kind.below - 1);
      if (dtype === 'bool') return random.between(0, 1);
      if (dtype === 'int32') return random.between(-9, 9);
      if (this.#special && random.chance(0.15)) return random.pick([Number.NaN, Infinity, -Infinity, -0, 0]);
      return quarters ? random.between(-16, 16) / 4 : Math.fround(4 * random.next() - 2);
    };
    const size = shape.reduce((product, n) => product * n, 1);
    return this.#add({ shape, dtype, values: Array.from({ length: size }, value) });
  }
}
