import { dmvaeObjective } from '@polyvae/models';
import { numberAt } from '../format.js';
import type { GoldenSuite } from '../suite.js';
import { rowMean, termAt, type ZooCase } from './zoo-case.js';
import { type ExpectedTerm, zooSuite } from './zoo-suite.js';
import { privateTerms } from './zoo-terms.js';

/** DMVAE: the reference's β is not in the private divergences. */
export const dmvaeSuite: GoldenSuite = zooSuite({
  file: 'dmvae',
  objective({ options }) {
    const beta = numberAt(options, 'beta');
    return dmvaeObjective({ beta, privateBeta: 1 / beta });
  },
  terms: (zoo) => [
    ...zoo.keys.map((key): ExpectedTerm => [['reconstruction', key], -likelihood(zoo, 'joint', [key])]),
    [['divergence'], rowMean(zoo, termAt(zoo, ['divergence', 'joint']))],
    ...privateTerms(zoo),
    ...zoo.keys.flatMap((own): ExpectedTerm[] => [
      [['unimodal', own, 'divergence'], rowMean(zoo, termAt(zoo, ['divergence', own]), own)],
      ...zoo.keys.map(
        (key): ExpectedTerm => [['unimodal', own, 'reconstruction', key], -likelihood(zoo, own, [own, key])],
      ),
    ]),
  ],
});

/** The mean log likelihood of the last modality in one bound, over the rows that have all that are named. */
function likelihood(zoo: ZooCase, bound: string, keys: readonly string[]): number {
  return rowMean(zoo, termAt(zoo, ['log_likelihood', bound, keys.at(-1)!]), ...keys);
}
