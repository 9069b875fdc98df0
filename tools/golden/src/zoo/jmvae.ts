import { jmvaeObjective } from '@polyvae/models';
import { numberAt } from '../format.js';
import type { GoldenSuite } from '../suite.js';
import { rowMean, termAt } from './zoo-case.js';
import { zooJoint } from './zoo-joint.js';
import { zooSuite } from './zoo-suite.js';
import { likelihoodTerms, modalityTerms } from './zoo-terms.js';

/** JMVAE: the reference's warm-up is in both divergences, its β in one of them. */
export const jmvaeSuite: GoldenSuite = zooSuite({
  file: 'jmvae',
  objective(zoo) {
    const warm = Number(termAt(zoo, ['a_t']));
    const [alpha, beta] = [numberAt(zoo.options, 'alpha'), numberAt(zoo.options, 'beta')];
    return jmvaeObjective({ alpha: alpha / beta, beta: () => warm * beta, joint: () => zooJoint(zoo) });
  },
  terms: (zoo) => [
    ...likelihoodTerms(zoo),
    [['divergence'], rowMean(zoo, termAt(zoo, ['divergence']))],
    ...modalityTerms(zoo, 'divergence_to_modality', (key) => ['modalityDivergence', key]),
  ],
});
