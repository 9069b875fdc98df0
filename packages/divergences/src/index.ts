/**
 * Divergences between distributions, and products and mixtures of experts.
 * @packageDocumentation
 */
export type { DistributionClass } from './closed-forms.js';
export { dynamicPriorMoE, dynamicPriorPoE } from './dynamic-prior.js';
export type { Expert, GaussianExpert } from './experts.js';
export {
  type GaussianProducts,
  type GaussianProductsOptions,
  gaussianProducts,
} from './gaussian-products.js';
export {
  type CombinedGaussian,
  type CombineGaussians,
  geometricMean,
  type ProductOptions,
  productOfExperts,
  type WeightedGaussians,
} from './geometric-mean.js';
export { type ArithmeticJensenShannon, type GeometricJensenShannon, jensenShannon } from './jensen-shannon.js';
export { type Bounds, jensenShannonBounds } from './jensen-shannon-bounds.js';
export { hasClosedForm, kl } from './kl.js';
export { mixtureOfExperts } from './mixture-of-experts.js';
export { type MonteCarloOptions, monteCarloKl } from './monte-carlo-kl.js';
export { productsOfSubsets, type SubsetProductOptions } from './products-of-subsets.js';
export { registerKl } from './register-kl.js';
export { type SkewGeometricOptions, skewGeometricJensenShannon } from './skew-geometric-jensen-shannon.js';
export { stratifiedAssignment } from './stratified-assignment.js';
export { componentAt, stratifiedPositions } from './stratified-positions.js';
export { takeComponents } from './take-components.js';
export { wassersteinBarycentre } from './wasserstein-barycentre.js';
export { renormalise, type Weights, weightsOfPresent } from './weights.js';
