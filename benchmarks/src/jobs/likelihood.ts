import type { Dataset } from '../datasets/dataset.js';
import { isMixture, posteriorVariants } from './compute/objectives.js';
import { count } from './count.js';
import { defineEvaluation } from './define-job.js';
import * as work from './likelihood-run.js';
import { shortName, subsetLabel } from './names.js';
import type { ShownCell, ShownSection } from './shown.js';

export type { LikelihoodEstimate, LikelihoodResult, LikelihoodSettings } from './likelihood-run.js';

/**
 * Importance-sampled log-likelihoods of test items with the posterior of every subset as the proposal.
 * @see Sutter et al. 2020, Tables 4 and 16
 */
export const likelihood = defineEvaluation('likelihood', {
  work,
  code: new URL('./likelihood-run.js', import.meta.url),
  guess: 10,
  passes({ train: { experiment }, points, samples }, tested, { modalities: { length } }) {
    // Each subset, and of mixtures as many components as each subset has members.
    const proposals = Object.values(posteriorVariants(experiment)).map(
      (posterior) => 2 ** length - 1 + (isMixture(experiment, posterior) ? length * 2 ** (length - 1) : 0),
    );
    return proposals.reduce((sum, own) => sum + own, 0) * Math.min(points, tested) * samples;
  },
  reductions: ({ points, samples }, whole) =>
    points >= whole.points && samples >= whole.samples
      ? []
      : [
          `log-likelihoods of at most ${count(points)} test items with K = ${count(samples)} instead of ${count(whole.points)} with ` +
            `K = ${count(whole.samples)}.`,
        ],
  show: (result, { dataset }) => [shown(result, dataset)],
});

const variantNames: Readonly<Record<string, string>> = {
  default: 'As the objective encodes a subset',
  mixture: 'Average over the components of the mixture',
  'mixture-density': 'Density of the mixture',
};

function shown({ estimates, points, samples }: work.LikelihoodResult, dataset: Dataset): ShownSection {
  const variants = Object.entries(estimates);
  const first = Object.values(variants[0]?.[1] ?? {})[0] ?? {};
  const alone = Object.keys(first).filter((key) => key !== 'joint');
  const nats = (value = Number.NaN): ShownCell => ({ value, digits: 1 });
  const groups = variants.map(([variant, subsets]) => ({
    ...(variants.length > 1 && { title: variantNames[variant] ?? variant }),
    rows: Object.entries(subsets).map(([subset, scores]): ShownCell[] => {
      const { joint } = scores;
      return [
        subsetLabel(subset, dataset),
        { value: joint?.mean ?? Number.NaN, digits: 1, bold: true },
        nats(joint?.standardError),
        nats(joint?.samplingError),
        nats(joint?.effectiveSamples.mean),
        nats(joint?.effectiveSamples.min),
        ...alone.map((key) => nats(scores[key]?.mean)),
      ];
    }),
  }));
  const head = ['given', 'log p(X)', 'standard error', 'sampling error', 'effective draws', 'at least'];
  const text =
    `Nats, means over ${count(points)} test items, K = ${count(samples)} draws of each. The standard error says how the items ` +
    'differ; the sampling error what the draws alone cause. Effective draws near 1 mean that the estimate is still far below ' +
    'the true value.';
  return {
    title: 'Log-likelihoods with standard errors',
    folded: true,
    parts: [
      { type: 'text', text },
      {
        type: 'table',
        label: 'Log-likelihoods',
        head: [...head, ...alone.map((key) => `log p(${shortName(key, dataset)})`)],
        groups,
      },
    ],
  };
}
