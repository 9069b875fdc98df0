import { detach, logSumExp, scope } from '@polyvae/distributions';
import * as tf from '@tensorflow/tfjs-core';
import type { FusionWeights } from '../fusion/fusion-weights.js';
import { fusionWeights } from '../fusion/fusion-weights.js';
import type { CheckedBatch } from '../modalities/checked-batch.js';
import { betaAt } from './beta.js';
import type { ImportanceDraws, PathScales } from './importance-draws.js';
import {
  chunkLoss,
  chunkOf,
  type ImportanceOptions,
  type ImportancePlan,
  planImportance,
  weighWithoutGradient,
} from './importance-plan.js';
import {
  dregFactors,
  dregOwnFactors,
  type GradientFactors,
  iwaeFactors,
  stratifiedBound,
  type WeightedDraws,
} from './importance-weighting.js';
import type { Objective, ObjectiveContext, ObjectiveGradients, ObjectiveModel, ObjectiveResult } from './objective.js';
import { RunningStatistics } from './running-statistics.js';
import { type LossPart, weightedSum } from './weighted-sum.js';

/** Options of {@link importanceWeightedObjective}. */
export interface ImportanceWeightedOptions<K extends string = string> extends ImportanceOptions {
  readonly gradient: 'iwae' | 'dreg';
  readonly weights: FusionWeights<K> | undefined;
}

/** One chunk's weights, and what it reports, `[parts, batch]`. */
type Weighed = { readonly logWeights: tf.Tensor3D; readonly logShares: tf.Tensor4D; readonly rows: tf.Tensor2D };

/** Where parts are reported; the same in every chunk. */
type Layout = readonly Pick<LossPart, 'path' | 'of'>[];

/** The pieces of which both forms of the objective are made. */
interface Step {
  readonly plan: ImportancePlan;
  readonly layout: () => Layout;
  weigh(chunk: ImportancePlan['chunks'][number]): Weighed;
  loss(chunk: ImportancePlan['chunks'][number], factors: GradientFactors): tf.Scalar;
}

/**
 * Importance-weighted objectives of mixtures: the mean over components of the bounds that `samples` draws of each give,
 * weighed by the mixture's density, with every draw decoded to all modalities. Likelihoods count with their weights.
 * Memory grows with `chunk`, not with `samples`: where that is smaller, weights are computed first, and each chunk anew
 * with its gradient.
 */
export function importanceWeightedObjective<K extends string>(
  options: ImportanceWeightedOptions<K>,
): Pick<Objective<K>, 'evaluate' | 'gradients'> {
  const { gradient, samples, chunk, beta = 1 } = options;
  const factorsOf = (all: WeightedDraws, mixing: tf.Tensor2D, context: ObjectiveContext): GradientFactors => {
    if (gradient === 'iwae') return iwaeFactors(all, mixing);
    // Without auxiliary priors β is 1.
    return options.auxiliary ? dregOwnFactors(all, mixing, betaAt(beta, context)) : dregFactors(all, mixing);
  };

  const stepOf = (model: ObjectiveModel<K>, batch: CheckedBatch<K>, context: ObjectiveContext): Step => {
    const plan = planImportance(model, batch, fusionWeights(model.keys, options.weights), options, context);
    let layout: Layout = [];
    const draws = (own: ImportancePlan['chunks'][number], scales?: PathScales): ImportanceDraws =>
      chunkOf(model, batch, plan, own, options, context, scales);
    return {
      plan,
      layout: () => layout,
      weigh: (own) => {
        const { logWeights, logShares, parts } = draws(own);
        layout = parts.map(({ path, of }) => ({ path, of }));
        const rows = parts.map(({ value }) => tf.div(tf.sum(tf.mul(value, plan.mixing), [0, 1]), samples));
        return { logWeights, logShares, rows: tf.stack(rows) as tf.Tensor2D };
      },
      loss: (own, factors) => chunkLoss(batch, own, factors, (scales) => draws(own, scales)),
    };
  };

  return {
    evaluate(model, batch, context) {
      const { plan, layout, weigh, loss } = stepOf(model, batch, context);
      let statistics: RunningStatistics | undefined;
      const weighAll = (): Weighed =>
        joined(
          plan.chunks.map((each) => {
            const weighed = scope(() => weigh(each));
            if (context.training) statistics ??= new RunningStatistics(model);
            return weighed;
          }),
        );
      try {
        const own = gradient === 'dreg' && context.training;
        const factors = own ? factorsOf(weighWithoutGradient(weighAll), plan.mixing, context) : undefined;
        const all = weighAll();
        const bound = stratifiedBound(all.logWeights, plan.mixing);
        const result = resultOf(all, plan, layout(), bound, batch);
        if (!factors) return result;
        // The bound's value with the gradient of the chunks' losses.
        const withGradient = plan.chunks.reduce<tf.Scalar>((sum, each) => {
          const part = loss(each, factors);
          return tf.add(sum, tf.sub(part, detach(part)));
        }, detach(result.loss) as tf.Scalar);
        return { loss: withGradient, terms: result.terms };
      } finally {
        statistics?.restore();
      }
    },
    ...(chunk < samples && {
      async gradients(model, batch, context, variables) {
        const owned: tf.TensorContainer[] = [];
        const keep = <T>(tensors: T): T => {
          owned.push(tensors as tf.TensorContainer);
          return tensors;
        };
        let statistics: RunningStatistics | undefined;
        let gradients: Readonly<Record<string, tf.Tensor>> = {};
        try {
          const step = stepOf(model, batch, context);
          keep(step.plan);
          const { chunks, mixing } = step.plan;
          const weighed: Weighed[] = [];
          for (const each of chunks) {
            weighed.push(keep(scope(() => step.weigh(each))));
            statistics ??= new RunningStatistics(model);
            // Reading makes engines that compute lazily compute this chunk before the next is recorded.
            await weighed.at(-1)!.logWeights.data();
          }
          const all = keep(scope(() => joined(weighed)));
          const factors = keep(scope(() => factorsOf(all, mixing, context)));
          for (const each of chunks) {
            const before = gradients;
            const { value, sums } = scope(() => addGradients(() => step.loss(each, factors), variables, before));
            gradients = sums;
            tf.dispose(Object.values(before));
            await keep(value).data();
          }
          const result = scope(() =>
            resultOf(all, step.plan, step.layout(), stratifiedBound(all.logWeights, mixing), batch),
          );
          return { ...result, gradients } satisfies ObjectiveGradients;
        } catch (error) {
          tf.dispose(Object.values(gradients));
          throw error;
        } finally {
          statistics?.restore();
          tf.dispose(owned);
        }
      },
    }),
  };
}

function joined(weighed: readonly Weighed[]): Weighed {
  const [first] = weighed;
  if (weighed.length === 1 && first) return first;
  return {
    logWeights: tf.concat(weighed.map(({ logWeights }) => logWeights)),
    logShares: tf.concat(weighed.map(({ logShares }) => logShares)),
    rows: tf.addN(weighed.map(({ rows }) => rows)),
  };
}

/** The loss, and what is reported: parts of the single draws' ELBO, and how many draws are effective. */
function resultOf(
  { logWeights, rows }: Weighed,
  { mixing }: ImportancePlan,
  layout: Layout,
  bound: tf.Tensor1D,
  batch: CheckedBatch,
): ObjectiveResult {
  const values = tf.unstack(rows);
  const parts = layout.map(({ path, of }, i): LossPart => ({ path, of, value: values[i]!, factor: 0 }));
  const effective = tf.exp(tf.sub(tf.mul(logSumExp(logWeights, 0), 2), logSumExp(tf.mul(logWeights, 2), 0)));
  parts.push({ path: ['effectiveSamples'], value: tf.sum(tf.mul(effective, mixing), 0), factor: 0 });
  return { loss: tf.neg(tf.mean(bound)), terms: weightedSum(parts, batch.size).terms };
}

function addGradients(
  loss: () => tf.Scalar,
  variables: Readonly<Record<string, tf.Variable>>,
  before: Readonly<Record<string, tf.Tensor>>,
): { value: tf.Scalar; sums: Record<string, tf.Tensor> } {
  const { value, grads } = tf.variableGrads(loss, Object.values(variables));
  const sums = Object.entries(variables).flatMap(([path, { name }]) => {
    const [gradient, sum] = [grads[name], before[path]];
    if (!gradient) return [];
    return [[path, sum ? tf.add(sum, gradient) : gradient] as const];
  });
  return { value, sums: Object.fromEntries(sums) };
}
