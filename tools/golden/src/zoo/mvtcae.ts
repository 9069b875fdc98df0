import { mvtcaeObjective } from '@polyvae/models';
import { numberAt } from '../format.js';
import type { GoldenSuite } from '../suite.js';
import { rowMean, termAt } from './zoo-case.js';
import { zooSuite } from './zoo-suite.js';
import { likelihoodTerms, modalityTerms } from './zoo-terms.js';

/** MVTCAE. */
export const mvtcaeSuite: GoldenSuite = zooSuite({
  file: 'mvtcae',
  objective: ({ options }) => mvtcaeObjective({ alpha: numberAt(options, 'alpha'), beta: numberAt(options, 'beta') }),
  terms: (zoo) => [
    ...likelihoodTerms(zoo),
    [['divergence'], rowMean(zoo, termAt(zoo, ['divergence_to_prior']))],
    ...modalityTerms(zoo, 'divergence_to_modality', (key) => ['modalityDivergence', key]),
  ],
});
