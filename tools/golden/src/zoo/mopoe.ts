import { mopoeObjective } from '@polyvae/models';
import { flatNumbers, numberAt, objectAt } from '../format.js';
import type { GoldenSuite } from '../suite.js';
import { zooSuite } from './zoo-suite.js';
import { likelihoodTerms, privateTerms } from './zoo-terms.js';

/** MoPoE: the reference's own choice of every row's subset. */
export const mopoeSuite: GoldenSuite = zooSuite({
  file: 'mopoe',
  objective({ options, outputs }) {
    const rows = flatNumbers(objectAt(outputs, 'posteriors').component_of_row);
    const { subsets } = options;
    return mopoeObjective({
      beta: numberAt(options, 'beta'),
      privateBeta: numberAt(options, 'beta_style'),
      ...(Array.isArray(subsets) && { subsets: subsets as readonly string[][] }),
      assignment: () => rows,
    });
  },
  terms: (zoo) => [
    ...likelihoodTerms(zoo),
    [['divergence'], numberAt(objectAt(zoo.outputs, 'terms'), 'weighted_divergence_mean')],
    ...privateTerms(zoo),
  ],
});
