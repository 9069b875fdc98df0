import { checkOptions } from '@polyvae/errors';
import { ConfigurationError } from '../errors.js';

/** How far training has come. */
export interface TrainingProgress {
  /** Steps completed before this one. */
  readonly step: number;
  /** Index of the epoch, from 0. */
  readonly epoch: number;
}

/** A factor of divergences: a number, or a function of the training's progress. */
export type Beta = number | ((progress: TrainingProgress) => number);

/** Options of {@link warmUpBeta}: one of `epochs` and `steps`. */
export interface WarmUpBetaOptions {
  /** Value after the warm-up. */
  readonly to: number;
  /** First value; default 0. */
  readonly from?: number;
  /** Length of the warm-up in epochs. */
  readonly epochs?: number;
  /** Length of the warm-up in steps. */
  readonly steps?: number;
}

/**
 * A β that rises linearly from `from` to `to` over so many epochs or steps, then stays.
 * @throws {ConfigurationError} unless exactly one of `epochs` and `steps` is given and positive, or for an unknown option.
 * @example
 * ```ts
 * mmjsd({ modalities, latent, beta: warmUpBeta({ to: 5, epochs: 10 }), rng });
 * ```
 */
export function warmUpBeta(options: WarmUpBetaOptions): (progress: TrainingProgress) => number {
  checkOptions('warmUpBeta', options, ['to', 'from', 'epochs', 'steps']);
  const { to, from = 0, epochs, steps } = options;
  const length = epochs ?? steps;
  if ((epochs === undefined) === (steps === undefined) || length === undefined || !(length > 0)) {
    throw new ConfigurationError(
      `warmUpBeta: give either epochs or steps, positive; found epochs ${epochs}, steps ${steps}.`,
    );
  }
  checkBeta('warmUpBeta: to', to);
  checkBeta('warmUpBeta: from', from);
  // Only what counts is read: training compiles a loss that reads neither, and records one that reads the epoch anew in each.
  const reached = (progress: TrainingProgress): number => (epochs === undefined ? progress.step : progress.epoch);
  return (progress) => from + (to - from) * Math.min(1, reached(progress) / length);
}

/** @throws {ConfigurationError} if a fixed β is negative or not finite. */
export function checkBeta(what: string, beta: Beta): void {
  if (typeof beta === 'number' && !(beta >= 0 && beta < Number.POSITIVE_INFINITY)) {
    throw new ConfigurationError(`${what}: must be finite and not negative, found ${beta}.`);
  }
}

/**
 * The value of a β now.
 * @throws {ConfigurationError} if a schedule gives a value that is negative or not finite.
 * @example
 * ```ts
 * const beta = betaAt(options.beta ?? 1, context);
 * ```
 */
export function betaAt(beta: Beta, progress: TrainingProgress): number {
  if (typeof beta === 'number') return beta;
  const value = beta(progress);
  if (!(value >= 0 && value < Number.POSITIVE_INFINITY))
    checkBeta(`beta at step ${progress.step}, epoch ${progress.epoch}`, value);
  return value;
}
