/**
 * Numbers as the paper's published code counts them where that is not what their names say; nothing but a comparison with the
 * paper's tables needs them.
 * @packageDocumentation
 */
export { publishedCoherence } from './published-code/published-coherence.js';
export { publishedLogLikelihood } from './published-code/published-log-likelihood.js';
