import { ArgumentError } from '@polyvae/errors';

/**
 * Running `log (1/n) Σ exp(xᵢ)` in double precision: numbers of any magnitude, none of which is kept.
 * @example
 * ```ts
 * const running = new LogMeanExp();
 * for (const weight of logWeights) running.add(weight);
 * ```
 */
export class LogMeanExp {
  #count = 0;
  #largest = Number.NEGATIVE_INFINITY;
  /** Σ exp(xᵢ − largest). */
  #sum = 0;
  /** Σ exp(xᵢ − largest)². */
  #squares = 0;

  /** How many numbers were taken in. */
  get count(): number {
    return this.#count;
  }

  /**
   * Takes in one number; −∞ counts as a weight of zero.
   * @throws {ArgumentError} if it is NaN or +∞.
   */
  add(x: number): void {
    if (typeof x !== 'number' || !(x < Number.POSITIVE_INFINITY)) {
      throw new ArgumentError(`logMeanExp: expected a number or −Infinity, found ${String(x)} (${typeof x})`);
    }
    this.#count += 1;
    if (x === Number.NEGATIVE_INFINITY) return;
    if (x > this.#largest) {
      const shrink = Math.exp(this.#largest - x);
      this.#sum = this.#sum * shrink + 1;
      this.#squares = this.#squares * shrink * shrink + 1;
      this.#largest = x;
      return;
    }
    const weight = Math.exp(x - this.#largest);
    this.#sum += weight;
    this.#squares += weight * weight;
  }

  /** The logarithm of the mean of the exponentials; −∞ if all weights are zero. */
  value(): number {
    return this.#sum === 0 ? Number.NEGATIVE_INFINITY : this.#largest + Math.log(this.#sum / this.#count);
  }

  /** (Σ w)² / Σ w² of the weights w = exp(x): how many equal weights would be as good; 0 if all are zero. */
  effectiveSamples(): number {
    return this.#squares === 0 ? 0 : (this.#sum * this.#sum) / this.#squares;
  }
}

/**
 * `log (1/n) Σ exp(xᵢ)` without overflow; −∞ for numbers that are all −∞.
 * @throws {ArgumentError} if there is no number, or one is NaN or +∞.
 * @example
 * ```ts
 * logMeanExp([-1000, -1001]);
 * ```
 */
export function logMeanExp(x: ArrayLike<number>): number {
  if (x.length === 0) throw new ArgumentError('logMeanExp: expected at least one number, found none');
  const mean = new LogMeanExp();
  for (let i = 0; i < x.length; i++) mean.add(x[i]!);
  return mean.value();
}
