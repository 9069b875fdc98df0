import { mvaeObjective } from '@polyvae/models';
import { numberAt } from '../format.js';
import type { GoldenSuite } from '../suite.js';
import { rowMean, termAt } from './zoo-case.js';
import { type ExpectedTerm, zooSuite } from './zoo-suite.js';

/** MVAE: all modalities and each alone. Rows that lack modalities count in every mean, as in the paper's variant. */
export const mvaeSuite: GoldenSuite = zooSuite({
  file: 'mvae',
  losses: ({ present }) => [present ? { paper: 'mean_over_all_rows' } : {}],
  objective(zoo) {
    const { options } = zoo;
    if (options.use_subsampling !== true) return 'there is no objective of the joint bound alone';
    if (numberAt(options, 'k') > 0) return 'the objective has no random subsets';
    return mvaeObjective({ beta: Number(termAt(zoo, ['beta_t'])) });
  },
  terms(zoo) {
    const all = zoo.keys.join('+');
    return [
      [['divergence'], rowMean(zoo, termAt(zoo, ['divergence', all]))],
      ...zoo.keys.flatMap((key): ExpectedTerm[] => {
        const mean = (...path: string[]): number => rowMean(zoo, termAt(zoo, path), key);
        return [
          [['reconstruction', key], -mean('log_likelihood', all, key)],
          [['unimodal', key, 'reconstruction'], -mean('log_likelihood', key, key)],
          [['unimodal', key, 'divergence'], mean('divergence', key)],
        ];
      }),
    ];
  },
});
