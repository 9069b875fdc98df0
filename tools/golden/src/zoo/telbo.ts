import { telboObjective } from '@polyvae/models';
import { type JsonObject, numberAt, objectAt } from '../format.js';
import type { GoldenSuite } from '../suite.js';
import { rowMean, termAt, type ZooCase } from './zoo-case.js';
import { zooJoint } from './zoo-joint.js';
import { zooSuite } from './zoo-suite.js';
import { likelihoodTerms, modalityTerms } from './zoo-terms.js';

/** TELBO, both stages. In the second the reference charges another log variance: the paper's divergence is compared. */
export const telboSuite: GoldenSuite = zooSuite({
  file: 'telbo',
  losses: (zoo) => [isFirst(zoo) ? {} : { paper: 'own_divergence' }],
  weights: (zoo) => factors(zoo, 'lambda'),
  objective: (zoo) =>
    telboObjective({
      jointEpochs: numberAt(zoo.options, 'warmup'),
      unimodalWeights: factors(zoo, 'gamma'),
      joint: () => zooJoint(zoo),
    }),
  terms: (zoo) =>
    isFirst(zoo)
      ? [...likelihoodTerms(zoo), [['divergence'], rowMean(zoo, termAt(zoo, ['divergence']))]]
      : [
          ...modalityTerms(zoo, 'log_likelihood_own', (key) => ['unimodal', key, 'reconstruction'], -1),
          ...modalityTerms(zoo, 'divergence_own', (key) => ['unimodal', key, 'divergence']),
        ],
});

function isFirst({ call, options }: ZooCase): boolean {
  return numberAt(call, 'epoch') <= numberAt(options, 'warmup');
}

function factors({ outputs, keys }: ZooCase, name: string): Record<string, number> {
  const own: JsonObject = objectAt(objectAt(outputs, 'terms'), name);
  return Object.fromEntries(keys.map((key) => [key, numberAt(own, key)]));
}
