import { mmvaePlusObjective } from '@polyvae/models';
import { numberAt } from '../format.js';
import type { GoldenSuite } from '../suite.js';
import { bound, mixtureTerms } from './zoo-mixture.js';
import { zooSuite } from './zoo-suite.js';

/** MMVAE+ of normal posteriors and priors. The reference's `dreg_looser` is biased and its value no bound: the bound of its weights is compared. */
export const mmvaePlusSuite: GoldenSuite = zooSuite({
  file: 'mmvaeplus',
  losses: (zoo) => [{ sums: true, ...(zoo.options.loss === 'dreg_looser' && { of: -bound(zoo) }) }],
  objective({ options }) {
    const family = String(options.prior_and_posterior_dist);
    if (family !== 'normal') return `no priors that are read as ${family}`;
    const samples = numberAt(options, 'K');
    return mmvaePlusObjective({
      objective: options.loss === 'dreg_looser' ? 'dreg' : 'iwae',
      samples,
      chunk: samples,
      beta: numberAt(options, 'beta'),
    });
  },
  terms: mixtureTerms,
});
