import { ContinuousBernoulli, Independent, scope } from '@polyvae/distributions';
import type { Likelihood } from './likelihood.js';

/**
 * Continuous Bernoulli likelihood of values in [0, 1], whose logits are the decoder's output: unlike {@link bernoulli} a density
 * over all of [0, 1]. Generation shows means.
 * @see Loaiza-Ganem and Cunningham 2019, "The continuous Bernoulli"
 * @example
 * ```ts
 * convModality({ shape: [28, 28, 1], likelihood: continuousBernoulli() });
 * ```
 */
export function continuousBernoulli(): Likelihood {
  return {
    kind: 'continuous-bernoulli',
    distribution: (output, batchDims = 1) =>
      scope(() => new Independent(new ContinuousBernoulli(output), output.rank - batchDims)),
    generate: (output) => new ContinuousBernoulli(output).mean(),
  };
}
