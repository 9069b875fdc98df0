import { ArgumentError, checkOptions } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs-core';
import { LogMeanExp } from './log-mean-exp.js';
import { requireShare } from './require-share.js';

/** Which draws of which data are asked for. */
export interface DrawRequest {
  /** The first point. */
  readonly begin: number;
  /** After the last point. */
  readonly end: number;
  /** Index of the first draw; a generator forked by it and by `begin` gives every draw its own noise. */
  readonly first: number;
  /** How many new draws of every point. */
  readonly samples: number;
}

/**
 * Log importance weights log p(x, zₛ) − log q(zₛ) of fresh draws zₛ ~ q, by what x is (such as `joint` and the single
 * modalities): tensors `[samples, points]`, disposed after use, or rows of numbers.
 */
export type LogWeights<T extends string = string> = (
  request: DrawRequest,
) =>
  | Readonly<Record<T, tf.Tensor | readonly ArrayLike<number>[]>>
  | Promise<Readonly<Record<T, tf.Tensor | readonly ArrayLike<number>[]>>>;

/** How much is drawn, and how much of it at once. */
export interface ImportanceSampling {
  /** Data points; the first so many. */
  readonly points: number;
  /** Draws for every point. The paper's profile takes 1,000. */
  readonly samples: number;
  /** Points that are asked for at once; default 32. */
  readonly batchSize?: number;
  /** Draws that are asked for at once; default 32. Memory depends on it, not on `samples`. */
  readonly chunk?: number;
}

/** An importance-sampled log-likelihood and how sure it is, in nats. */
export interface LogLikelihood {
  /** Mean over the points. */
  readonly mean: number;
  /** Standard error of `mean` as the points differ (they are taken for a sample); NaN for a single one. */
  readonly standardError: number;
  /**
   * Standard deviation of `mean` that the draws alone cause, estimated from the weights: √Σ (1/ESSᵢ − 1/S) / n. NaN for a
   * single draw. Where it is large, or `effectiveSamples.min` close to 1, the estimate is still far below log p.
   */
  readonly samplingError: number;
  /** (Σ w)² / Σ w² of a point's weights, between 1 and `samples`. */
  readonly effectiveSamples: { readonly mean: number; readonly min: number };
  /** log p̂ of every point. */
  readonly perPoint: Float64Array;
  /** Number of draws of each point. */
  readonly samples: number;
}

/** Options of {@link importanceLogLikelihood}. */
export interface ImportanceLogLikelihoodOptions<T extends string = string> extends ImportanceSampling {
  /** Log weights of draws of points. */
  readonly logWeights: LogWeights<T>;
}

const KNOWN: readonly (keyof ImportanceLogLikelihoodOptions)[] = [
  'points',
  'samples',
  'batchSize',
  'chunk',
  'logWeights',
];

/**
 * log p(x) of data points by importance sampling: log (1/S) Σₛ p(x, zₛ) / q(zₛ) over draws of the same point. Consistent,
 * and in expectation a lower bound; the sums run in double precision.
 * @returns One estimate for each kind of weights.
 * @throws {ArgumentError} if a number is not a positive integer, or weights have another shape, are NaN or +∞.
 * @see Burda et al. 2016, Section 5; Sutter et al. 2020, Tables 4 and 16
 * @example
 * ```ts
 * const { joint } = await importanceLogLikelihood({ points: 1000, samples: 12, logWeights });
 * ```
 */
export async function importanceLogLikelihood<T extends string>(
  options: ImportanceLogLikelihoodOptions<T>,
): Promise<Record<T, LogLikelihood>> {
  checkOptions('importanceLogLikelihood', options, KNOWN);
  const { points, samples, batchSize = 32, chunk = 32 } = options;
  for (const [name, value] of Object.entries({ points, samples, batchSize, chunk })) {
    if (!Number.isInteger(value) || value < 1) {
      throw new ArgumentError(`importanceLogLikelihood({ ${name} }): expected an integer ≥ 1, found ${String(value)}`);
    }
  }
  const means = new Map<string, LogMeanExp[]>();
  for (let begin = 0; begin < points; begin += batchSize) {
    const end = Math.min(points, begin + batchSize);
    for (let first = 0; first < samples; first += chunk) {
      const request = { begin, end, first, samples: Math.min(chunk, samples - first) };
      for (const [name, rows] of await readWeights(options.logWeights, request)) {
        const own = means.get(name) ?? [];
        means.set(name, own);
        while (own.length < end) own.push(new LogMeanExp());
        for (const row of rows) {
          for (let i = 0; i < row.length; i++) own[begin + i]!.add(row[i]!);
        }
      }
    }
  }
  const results = [...means].map(([name, own]) => [name, summarise(name, own, points, samples)]);
  return Object.fromEntries(results) as Record<T, LogLikelihood>;
}

async function readWeights(logWeights: LogWeights, request: DrawRequest): Promise<[string, ArrayLike<number>[]][]> {
  const { begin, end, samples } = request;
  const weights = await logWeights(request);
  try {
    const read: [string, ArrayLike<number>[]][] = [];
    for (const [name, own] of Object.entries(weights)) {
      const rows = own instanceof tf.Tensor ? await rowsOf(own) : [...own];
      const fits = rows.length === samples && rows.every((row) => row.length === end - begin);
      if (!fits) {
        const found = own instanceof tf.Tensor ? own.shape : [rows.length, rows[0]?.length ?? 0];
        throw new ArgumentError(
          `logWeights: '${name}' must have shape [${samples}, ${end - begin}] (draws, points), found [${found.join(', ')}]`,
        );
      }
      rows.forEach((row, s) => {
        checkRow(name, row, begin, request.first + s);
      });
      read.push([name, rows]);
    }
    return read;
  } finally {
    for (const own of Object.values(weights)) if (own instanceof tf.Tensor) own.dispose();
  }
}

async function rowsOf(tensor: tf.Tensor): Promise<ArrayLike<number>[]> {
  const data = await tensor.data();
  const [rows, columns] = tensor.rank === 2 ? (tensor.shape as [number, number]) : [0, 0];
  return Array.from({ length: rows }, (_, i) => data.subarray(i * columns, (i + 1) * columns));
}

function checkRow(name: string, row: ArrayLike<number>, begin: number, sample: number): void {
  for (let i = 0; i < row.length; i++) {
    if (typeof row[i] === 'number' && row[i]! < Number.POSITIVE_INFINITY) continue;
    throw new ArgumentError(
      `logWeights: '${name}' of point ${begin + i}, draw ${sample} is ${row[i]}; expected a number or −Infinity`,
    );
  }
}

function summarise(name: string, means: readonly LogMeanExp[], points: number, samples: number): LogLikelihood {
  if (means.length !== points || means.some(({ count }) => count !== samples)) {
    throw new ArgumentError(`logWeights: '${name}' was not given for all draws of all points`);
  }
  const perPoint = Float64Array.from(means, (own) => own.value());
  const effective = means.map((own) => own.effectiveSamples());
  const mean = average(perPoint);
  const variance = perPoint.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (points - 1);
  const drawn = effective.reduce((sum, ess) => sum + Math.max(0, 1 / ess - 1 / samples), 0);
  return {
    mean,
    standardError: points > 1 ? Math.sqrt(variance / points) : Number.NaN,
    samplingError: samples > 1 ? Math.sqrt(drawn) / points : Number.NaN,
    effectiveSamples: { mean: average(effective), min: effective.reduce((least, x) => Math.min(least, x)) },
    perPoint,
    samples,
  };
}

function average(values: Float64Array | readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/**
 * The weighted average of estimates for the same points by independent draws, point by point.
 * @param weights One for each estimate; they sum to one.
 * @throws {ArgumentError} if a weight is no number from 0 to 1, they do not sum to one, or the estimates are not for the same points.
 * @example
 * ```ts
 * averageLogLikelihoods([0.5, 0.5], [one, other]);
 * ```
 */
export function averageLogLikelihoods(weights: readonly number[], estimates: readonly LogLikelihood[]): LogLikelihood {
  const [first] = estimates;
  if (!first || weights.length !== estimates.length) {
    throw new ArgumentError(
      `averageLogLikelihoods: expected a weight for each of at least one estimate, found ${weights.length} for ${estimates.length}`,
    );
  }
  for (const [k, weight] of weights.entries()) requireShare(`averageLogLikelihoods(weights[${k}])`, weight);
  const sum = weights.reduce((a, b) => a + b, 0);
  if (!(Math.abs(sum - 1) <= 1e-6)) {
    throw new ArgumentError(`averageLogLikelihoods(weights): expected weights that sum to 1, found the sum ${sum}`);
  }
  if (estimates.some(({ perPoint }) => perPoint.length !== first.perPoint.length)) {
    throw new ArgumentError('averageLogLikelihoods: expected estimates for the same points');
  }
  const total = (of: (own: LogLikelihood) => number): number =>
    estimates.reduce((sum, own, k) => sum + weights[k]! * of(own), 0);
  const perPoint = first.perPoint.map((_, i) => total((own) => own.perPoint[i]!));
  const mean = average(perPoint);
  const variance = perPoint.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (perPoint.length - 1);
  return {
    mean,
    standardError: perPoint.length > 1 ? Math.sqrt(variance / perPoint.length) : Number.NaN,
    samplingError: Math.sqrt(estimates.reduce((sum, own, k) => sum + (weights[k]! * own.samplingError) ** 2, 0)),
    effectiveSamples: {
      mean: total((own) => own.effectiveSamples.mean),
      min: Math.min(...estimates.map((own) => own.effectiveSamples.min)),
    },
    perPoint,
    samples: first.samples,
  };
}
