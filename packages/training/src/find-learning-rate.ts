import { ArgumentError, checkOptions } from '@polyvae/errors';
import type { Rng } from '@polyvae/random';
import { adam } from './adam.js';
import type { BatchSource } from './batch-source.js';
import type { Compile } from './compile.js';
import { NonFiniteError } from './errors.js';
import { fit } from './fit.js';
import type { Optimizer } from './optimizer.js';
import type { Schedule } from './schedules.js';
import type { Trainable } from './trainable.js';
import { loadWeights, saveWeights } from './weights.js';

/** Options of {@link findLearningRate}. */
export interface FindLearningRateOptions {
  /** Items in a batch, as the training will have. */
  readonly batchSize: number;
  /** Order and noise come from streams forked from it; not advanced. */
  readonly rng: Rng;
  /** The optimiser with a schedule; default `(learningRate) => adam({ learningRate })`. */
  readonly optimizer?: (learningRate: Schedule) => Optimizer;
  /** The first rate; default 1e-6. */
  readonly from?: number;
  /** The last rate, unless the loss grows before; default 1. */
  readonly to?: number;
  /** Steps from the first to the last rate; default 100. */
  readonly steps?: number;
  /** Largest joint norm of the gradients, as the training will have. */
  readonly clipNorm?: number;
  /** Compiles the training step. */
  readonly compile?: Compile;
}

/** A step of a trial. */
export interface LearningRateTrial {
  /** The rate of the step. */
  readonly learningRate: number;
  /** The loss before it. */
  readonly loss: number;
  /** Mean of the losses so far, in which the latest count most. */
  readonly smoothed: number;
}

/** Outcome of {@link findLearningRate}. */
export interface FoundLearningRate {
  /** A tenth of the rate at which the smoothed loss is least. */
  readonly suggestion: number;
  /** The steps, to be plotted over the logarithm of the rate. */
  readonly trials: readonly LearningRateTrial[];
}

/** Weight of the losses before in the smoothed one. */
const memory = 0.9;
/** Steps until the smoothed loss says something. */
const settling = 10;
/** Whether the loss has grown far beyond where it began; by how much says what it was, or had fallen. */
const isLost = (smoothed: number, first: number, least: number): boolean =>
  smoothed > first + 3 * Math.max(Math.abs(first), first - least);

/**
 * Learning rate range test: trains while the rate grows exponentially, until the loss grows too. The model has its weights back
 * afterwards.
 * @throws {ArgumentError} if the rates do not rise, or the loss is not finite from the first step on.
 * @see Smith 2017, "Cyclical Learning Rates for Training Neural Networks", Section 3.3
 * @example
 * ```ts
 * const { suggestion } = await findLearningRate(model, data, { batchSize: 256, rng });
 * ```
 */
export async function findLearningRate<B>(
  model: Trainable<B>,
  data: BatchSource<B>,
  options: FindLearningRateOptions,
): Promise<FoundLearningRate> {
  const known = ['batchSize', 'rng', 'optimizer', 'from', 'to', 'steps', 'clipNorm', 'compile'];
  checkOptions('findLearningRate', options, known);
  const { from = 1e-6, to = 1, steps = 100, optimizer = (learningRate) => adam({ learningRate }), ...rest } = options;
  if (!(from > 0 && to > from && Number.isFinite(to))) {
    throw new ArgumentError(`findLearningRate: expected rates 0 < from < to, found ${from} and ${to}`);
  }
  if (!Number.isInteger(steps) || steps < 2) {
    throw new ArgumentError(`findLearningRate: steps: expected an integer ≥ 2, found ${steps}`);
  }
  const rateOf: Schedule = (step) => from * (to / from) ** (step / (steps - 1));
  const trials: LearningRateTrial[] = [];
  const end = new AbortController();
  const onStep = ({ terms: { loss } }: { readonly terms: { readonly loss: number } }): void => {
    const n = trials.length;
    const before = n === 0 ? loss : trials[n - 1]!.smoothed;
    // Corrected for its beginning, as Adam's moments are.
    const weight = (1 - memory) / (1 - memory ** (n + 1));
    const smoothed = before + weight * (loss - before);
    trials.push({ learningRate: rateOf(n), loss, smoothed });
    const least = Math.min(...trials.map((trial) => trial.smoothed));
    if (trials.length === steps || (n >= settling && isLost(smoothed, trials[0]!.smoothed, least))) end.abort();
  };
  const weights = await saveWeights(model);
  try {
    // Each epoch has at least one step.
    const settings = { ...rest, epochs: steps, optimizer: optimizer(rateOf), onStep, signal: end.signal };
    await fit(model, data, settings).last();
  } catch (error) {
    const isDone = end.signal.aborted || (error instanceof NonFiniteError && trials.length > 0);
    if (!isDone) throw error;
  } finally {
    loadWeights(model, weights, 'the weights before findLearningRate');
  }
  // The mean of a few batches may be low by chance.
  const settled = trials.length > settling ? trials.slice(settling) : trials;
  const best = settled.reduce((least, trial) => (trial.smoothed < least.smoothed ? trial : least));
  return { suggestion: best.learningRate / 10, trials };
}
