import { Independent, Normal, scope } from '@polyvae/distributions';
import * as tf from '@tensorflow/tfjs';
import { checkOptions } from '../check-options.js';
import { checkScale } from './laplace.js';
import type { Likelihood, ScaleOptions } from './likelihood.js';

/**
 * Normal likelihood whose mean is the decoder's output.
 * @param options.scale Standard deviation; default 1.
 */
export function normal(options: ScaleOptions = {}): Likelihood {
  checkOptions('normal', options, ['scale']);
  const scale = checkScale('normal', options.scale ?? 1);
  return {
    kind: 'normal',
    settings: { scale },
    distribution: (output, batchDims = 1) =>
      scope(() => new Independent(new Normal(output, scale), output.rank - batchDims)),
    generate: (output) => tf.clone(output),
  };
}
