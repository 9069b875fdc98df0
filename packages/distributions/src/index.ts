/**
 * Probability distributions over TensorFlow.js tensors.
 * @packageDocumentation
 */
export { ShapeError } from '@polyvae/errors';
export { Bernoulli } from './bernoulli.js';
export { Categorical } from './categorical.js';
export { ContinuousBernoulli } from './continuous-bernoulli.js';
export { digamma } from './digamma.js';
export { type Cumulative, type Distribution, isReparameterised, type Reparameterised } from './distribution.js';
export { NoClosedFormError, ValueError } from './errors.js';
export { Independent } from './independent.js';
export { inverseScale } from './inverse-scale.js';
export { Laplace } from './laplace.js';
export { logGamma } from './log-gamma.js';
export { logSumExp } from './log-sum-exp.js';
export { type Mixing, MixtureSameFamily } from './mixture-same-family.js';
export { type EntropyOptions, type Estimate, estimateOverSamples, monteCarloEntropy } from './monte-carlo-entropy.js';
export { NegativeBinomial } from './negative-binomial.js';
export { Normal } from './normal.js';
export { OneHotCategorical } from './one-hot-categorical.js';
export { Poisson } from './poisson.js';
export { scope } from './scope.js';
export { setValueChecks, valueChecksEnabled } from './value-checks.js';
export { detach, withoutGradient } from './without-gradient.js';
export { ZeroInflatedNegativeBinomial } from './zero-inflated-negative-binomial.js';
