import type { PosteriorOptions } from '@polyvae/models';
import type { Experiment } from '../experiment.js';

/**
 * The posteriors of a subset that are judged. `default` is the objective's own, which for mmJSD is the dynamic prior; it
 * trains on samples of the mixture, so that is shown beside.
 */
export function posteriorVariants({ objective }: Experiment): Readonly<Record<string, PosteriorOptions>> {
  return objective === 'mmjsd' ? { default: {}, mixture: { posterior: 'mixture' } } : { default: {} };
}
