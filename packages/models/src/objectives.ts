/**
 * Parts that objectives of your own are put together from. The package's own are made of them; `registerObjective` makes yours
 * known, so that saved models load.
 * @packageDocumentation
 */
export { fusionWeights } from './fusion/fusion-weights.js';
export { mixtureComponent } from './fusion/mixture-component.js';
export { presentExperts, presentWeights } from './fusion/present-weights.js';
export { betaAt } from './objectives/beta.js';
export { draw } from './objectives/draw.js';
export { optionsFromSettings } from './objectives/from-config.js';
export { logLikelihoodOf } from './objectives/log-likelihood-of.js';
export { checkFactors, objectiveOptionNames, sharedSettings } from './objectives/options.js';
export {
  type MixtureReconstruction,
  mixtureReconstructionParts,
  privateParts,
  reconstructionParts,
} from './objectives/parts.js';
export { type Encoded, encodeBatch } from './objectives/posteriors.js';
export { type LossPart, weightedSum } from './objectives/weighted-sum.js';
