import { FinishedParts, type JobContext } from '@polyvae/jobs';
import { allSubsets, type LogLikelihood, type Proposals, subsetLogLikelihoods, subsetName } from '@polyvae/metrics';
import { importanceProposals } from '@polyvae/models';
import { Rng } from '@polyvae/random';
import { z } from 'zod';
import type { DatasetData, Tensors } from '../datasets/dataset.js';
import { withModel } from './compute/load-model.js';
import { isMixture, posteriorVariants } from './compute/objectives.js';
import { largestDivisor } from './compute/portions.js';
import { PublishedAverage } from './compute/published-average.js';
import { count } from './count.js';
import type { EvaluationConfig } from './define-job.js';
import { type ByVariant, evaluationShape, real, size } from './evaluation-result.js';

/** Schema of its settings in profiles. */
export const settings = z.strictObject({
  /** Test items; fewer if there are fewer. */
  points: size,
  /** Draws for every item, K. */
  samples: size,
});

/** Settings of log-likelihoods in profiles. */
export type LikelihoodSettings = z.infer<typeof settings>;

const estimateSchema = z.strictObject({
  mean: real,
  standardError: real,
  samplingError: real,
  effectiveSamples: z.strictObject({ mean: real, min: real }),
});

/** One estimate in nats; see `LogLikelihood` of the metrics package. */
export type LikelihoodEstimate = z.infer<typeof estimateSchema>;

/** Schema of its result. */
export const result = z.strictObject({
  ...evaluationShape,
  /** By variant, subset and what is scored: `joint`, or one modality alone. */
  estimates: z.record(z.string(), z.record(z.string(), z.record(z.string(), estimateSchema))),
  points: size,
  samples: size,
});

/**
 * `values`: mean log p(X) in nats by variant and the subset whose posterior is drawn from. Where that is a mixture,
 * `default` (mmJSD: `mixture`) is the average over its components, which compares with the paper's, and `mixture-density`
 * weighs with the density of the mixture. `published` averages as the published code does, with the posterior of `default`.
 */
export type LikelihoodResult = z.infer<typeof result>;

/** Decodings at a time: points × draws. */
const largestBatch = 16;
const largestDraws = 32;

/**
 * Importance-sampled log-likelihood of test items with the posterior of every subset as the proposal.
 * @see Sutter et al. 2020, Tables 4 and 16
 */
export function run(
  config: EvaluationConfig<LikelihoodSettings>,
  context: JobContext,
  data: DatasetData,
): Promise<LikelihoodResult> {
  return withModel(config, context, data, async (model, { test }) => {
    const { train, samples } = config;
    const points = Math.min(config.points, test.size);
    const rng = Rng.fromSeed(train.seed).fork('likelihood');
    const items = rng.fork('items').permutation(test.size);
    const batch = (begin: number, end: number): Tensors => test.get(items.subarray(begin, end));
    const parts = new FinishedParts(context.directory, config);
    const estimates: ByVariant<Record<string, LikelihoodEstimate>> = {};
    const published: Record<string, number> = {};
    const subsets = allSubsets(model.keys);
    const variants = Object.entries(posteriorVariants(train.experiment));
    let done = 0;
    for (const [variant, options] of variants) {
      for (const subset of subsets) {
        const name = subsetName(subset);
        context.onProgress({ done, total: variants.length * subsets.length, note: name });
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
          return {
            average: summary(componentAverage ?? own),
            density: summary(own),
            asPublished: publishedAverage.value(rng.fork('published').fork(name)),
          };
        });
        estimates[variant] = { ...estimates[variant], [name]: average };
        if (variant === 'default' && asPublished !== undefined) published[name] = asPublished;
        if (isMixture(train.experiment, options)) {
          estimates['mixture-density'] = { ...estimates['mixture-density'], [name]: density };
        }
      }
    }
    const joint = (key: 'mean' | 'standardError'): ByVariant<number> =>
      mapValues(estimates, (bySubset) => mapValues(bySubset, (scores) => scores.joint![key]));
    const standardErrors = joint('standardError');
    return {
      values: { ...joint('mean'), published },
      // The published code's averages are of the same items.
      standardErrors: { ...standardErrors, published: standardErrors.default! },
      notes: [`Log-likelihoods are means over ${count(points)} test items, K = ${count(samples)} draws of each.`],
      estimates,
      points,
      samples,
    };
  });
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, to: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, to(value)]));
}

function summary(scores: Readonly<Record<string, LogLikelihood>>): Record<string, LikelihoodEstimate> {
  return mapValues(scores, ({ mean, standardError, samplingError, effectiveSamples }) => ({
    mean,
    standardError,
    samplingError,
    effectiveSamples,
  }));
}

/** Ends at the next portion when the job is stopped. */
function stoppable<T extends string>({ density, components }: Proposals<T>, { signal }: JobContext): Proposals<T> {
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
