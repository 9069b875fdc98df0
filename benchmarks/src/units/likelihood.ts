import { allSubsets, type LogLikelihood, type Proposals, subsetLogLikelihoods } from '@polyvae/metrics';
import { importanceProposals, type PosteriorOptions } from '@polyvae/models';
import { Rng } from '@polyvae/random';
import { openData } from '../data/open-data.js';
import type { UnitContext } from '../runner/unit-events.js';
import type { DigitsTensors } from './build-model.js';
import { largestDivisor } from './chunk-size.js';
import type { EvaluationResult } from './evaluation-result.js';
import { FinishedParts } from './finished-parts.js';
import { loadModel } from './load-model.js';
import { posteriorVariants } from './posterior-variants.js';
import { PublishedAverage } from './published-average.js';
import type { DigitsTrainConfig } from './train.js';

/** Everything that decides what a likelihood evaluation gives, as data. */
export interface LikelihoodConfig {
  readonly train: DigitsTrainConfig;
  /** Test items; fewer if there are fewer. */
  readonly points: number;
  /** Draws for every point, K. */
  readonly samples: number;
}

/** One estimate in nats; see `LogLikelihood` of the metrics package. */
export type LikelihoodEstimate = Pick<LogLikelihood, 'mean' | 'standardError' | 'samplingError' | 'effectiveSamples'>;

/**
 * `values`: mean log p(X) in nats by variant and the subset whose posterior is drawn from. Where that is a mixture,
 * `default` (mmJSD: `mixture`) is the average over its components, which compares with the paper's, and `mixture-density`
 * weighs with the density of the mixture. `published` averages as the published code does, with the posterior of `default`.
 */
export interface LikelihoodResult extends EvaluationResult {
  /** By variant, subset and what is scored: `joint`, or one modality alone. */
  readonly estimates: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, LikelihoodEstimate>>>>>>;
  readonly points: number;
  readonly samples: number;
}

/** Decodings at a time: points × draws. */
const largestBatch = 16;
const largestDraws = 32;

/**
 * Importance-sampled log-likelihood of test items with the posterior of every subset as the proposal.
 * @see Sutter et al. 2020, Tables 4 and 16
 */
export async function runLikelihood(config: LikelihoodConfig, context: UnitContext): Promise<LikelihoodResult> {
  const { experiment, data, seed } = config.train;
  const { samples } = config;
  const digits = await openData(data);
  const points = Math.min(config.points, digits.test.size);
  const rng = Rng.fromSeed(seed).fork('likelihood');
  const items = rng.fork('items').permutation(digits.test.size);
  const batch = (begin: number, end: number): DigitsTensors => ({ ...digits.test.get(items.subarray(begin, end)) });
  const model = loadModel(experiment, context.needs[0]!);
  const parts = new FinishedParts(context.directory, config);
  const estimates: Record<string, Record<string, Record<string, LikelihoodEstimate>>> = {};
  const published: Record<string, number> = {};
  try {
    const subsets = allSubsets(model.keys);
    const variants = Object.entries(posteriorVariants(experiment));
    const total = variants.length * subsets.length;
    let done = 0;
    for (const [variant, options] of variants) {
      for (const subset of subsets) {
        const name = subset.join('+');
        context.onProgress({ done, total, note: name });
        done += 1;
        const { average, density, asPublished } = await parts.once(`${variant} ${name}`, async () => {
          const publishedAverage = new PublishedAverage(points);
          const found = await subsetLogLikelihoods({
            subsets: [subset],
            points,
            samples,
            batchSize: largestDivisor(points, largestBatch),
            chunk: largestDivisor(samples, largestDraws),
            proposals: (given) =>
              publishedAverage.watch(
                stoppable(importanceProposals(model, batch, { ...options, given, rng: rng.fork(name) }), context),
              ),
          });
          const { componentAverage, density: own } = found[name]!;
          const shuffle = rng.fork('published').fork(name);
          return {
            average: summary(componentAverage ?? own),
            density: summary(own),
            asPublished: publishedAverage.value(shuffle),
          };
        });
        estimates[variant] = { ...estimates[variant], [name]: average };
        if (variant === 'default' && asPublished !== undefined) published[name] = asPublished;
        if (isMixture(experiment.objective, options)) {
          estimates['mixture-density'] = { ...estimates['mixture-density'], [name]: density };
        }
      }
    }
  } finally {
    model.dispose();
  }
  const joint = (key: 'mean' | 'standardError'): Record<string, Record<string, number>> =>
    Object.fromEntries(
      Object.entries(estimates).map(([variant, bySubset]) => [
        variant,
        Object.fromEntries(Object.entries(bySubset).map(([subset, scores]) => [subset, scores.joint![key]])),
      ]),
    );
  const count = (n: number): string => n.toLocaleString('en-US');
  return {
    values: { ...joint('mean'), published },
    standardErrors: joint('standardError'),
    notes: [`Log-likelihoods are means over ${count(points)} test items, K = ${count(samples)} draws of each.`],
    estimates,
    points,
    samples,
  };
}

function isMixture(objective: string, { posterior }: PosteriorOptions): boolean {
  return posterior === undefined ? objective === 'mmvae' : posterior === 'mixture';
}

function summary(scores: Readonly<Record<string, LogLikelihood>>): Record<string, LikelihoodEstimate> {
  const kept = Object.entries(scores).map(([scored, { mean, standardError, samplingError, effectiveSamples }]) => [
    scored,
    { mean, standardError, samplingError, effectiveSamples },
  ]);
  return Object.fromEntries(kept) as Record<string, LikelihoodEstimate>;
}

/** Ends at the next portion when the unit is stopped. */
function stoppable<T extends string>({ density, components }: Proposals<T>, { signal }: UnitContext): Proposals<T> {
  const checked: (draws: Proposals<T>['density']) => Proposals<T>['density'] = (draws) => (request) => {
    signal.throwIfAborted();
    return draws(request);
  };
  return {
    density: checked(density),
    ...(components && {
      components: components.map(({ weight, logWeights }) => ({ weight, logWeights: checked(logWeights) })),
    }),
  };
}
