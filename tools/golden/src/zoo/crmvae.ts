import { crmvaeObjective } from '@polyvae/models';
import { numberAt } from '../format.js';
import type { GoldenSuite } from '../suite.js';
import { rowMean, termAt } from './zoo-case.js';
import { zooSuite } from './zoo-suite.js';
import { likelihoodTerms, modalityTerms } from './zoo-terms.js';

/** CRMVAE: the reference halves reconstructions and sums rows; by its documented formula it has the loss alone. */
export const crmvaeSuite: GoldenSuite = zooSuite({
  file: 'crmvae',
  losses: () => [{ sums: true, likelihoods: 0.5 }, { paper: 'full_reconstruction_mean' }],
  objective: ({ options }) => crmvaeObjective({ beta: numberAt(options, 'beta') }),
  terms: (zoo) => [
    ...likelihoodTerms(zoo),
    ...modalityTerms(zoo, 'log_likelihood_own', (key) => ['unimodal', key, 'reconstruction'], -1),
    [['divergence'], rowMean(zoo, termAt(zoo, ['divergence_to_prior']))],
    ...modalityTerms(zoo, 'divergence_to_modality', (key) => ['modalityDivergence', key]),
  ],
});
