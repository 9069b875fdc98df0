import { latentVariants } from './compute/objectives.js';
import { count } from './count.js';
import { defineEvaluation } from './define-job.js';
import { perLabelTable } from './per-label.js';
import * as work from './probe-run.js';

export type { ProbeResult, ProbeSettings } from './probe-run.js';

/**
 * Linear classifiers on the latents of every subset of the modalities.
 * @see Sutter et al. 2020, Tables 1 and 5, Figure 8
 */
export const probe = defineEvaluation('probe', {
  work,
  code: new URL('./probe-run.js', import.meta.url),
  guess: 5,
  passes({ train, trainSize, testSize }, tested, { modalities }) {
    const variants = Object.keys(latentVariants(train.experiment)).length;
    return variants * (2 ** modalities.length - 1) * (trainSize + Math.min(tested, testSize ?? tested));
  },
  reductions: ({ testSize }) =>
    testSize === undefined ? [] : [`linear probes are tested on ${count(testSize)} items.`],
  show: ({ perLabel: scores, frequencies, testSize }, { dataset }) =>
    scores && frequencies
      ? [perLabelTable(`latents of ${count(testSize)} test items`, scores.default!, { frequencies, dataset })]
      : [],
});
