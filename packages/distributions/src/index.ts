/**
 * Probability distributions over TensorFlow.js tensors.
 * @packageDocumentation
 */
export { Bernoulli } from './bernoulli.js';
export { type Distribution, isReparameterised, type Reparameterised } from './distribution.js';
export { NoClosedFormError, ShapeError, ValueError } from './errors.js';
export { Independent } from './independent.js';
export { Laplace } from './laplace.js';
export { type Mixing, MixtureSameFamily } from './mixture-same-family.js';
export { type Estimate, estimateOverSamples, monteCarloEntropy } from './monte-carlo-entropy.js';
export { Normal } from './normal.js';
export { OneHotCategorical } from './one-hot-categorical.js';
export { scope } from './scope.js';
export { setValueChecks, valueChecksEnabled } from './value-checks.js';
export { detach, withoutGradient } from './without-gradient.js';
