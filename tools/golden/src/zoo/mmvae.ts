import { mmvaeObjective } from '@polyvae/models';
import { numberAt } from '../format.js';
import type { GoldenSuite } from '../suite.js';
import { bound, mixtureTerms } from './zoo-mixture.js';
import { zooSuite } from './zoo-suite.js';

/**
 * MMVAE of normal posteriors and a fixed prior, which the reference learns. Its `dreg_looser` is biased and its value no bound: the
 * bound of its weights is compared. Its β has no effect.
 */
export const mmvaeSuite: GoldenSuite = zooSuite({
  file: 'mmvae',
  losses: (zoo) => [{ sums: true, ...(zoo.options.loss === 'dreg_looser' && { of: -bound(zoo) }) }],
  without: ['prior.logVar'],
  objective({ options }) {
    const family = String(options.prior_and_posterior_dist);
    if (family !== 'normal') return `no priors that are read as ${family}`;
    const samples = numberAt(options, 'K');
    return mmvaeObjective({ objective: options.loss === 'dreg_looser' ? 'dreg' : 'iwae', samples, chunk: samples });
  },
  terms: mixtureTerms,
});
