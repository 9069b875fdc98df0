/**
 * Ways of the paper's published code that differ from the paper and enter its numbers; nothing but a comparison with those
 * numbers needs them. They are built on the package's public parts.
 * @packageDocumentation
 */
export { publishedBlocks } from './published-code/published-blocks.js';
export { publishedCategorical, withPublishedText } from './published-code/published-categorical.js';
export {
  type PublishedMmjsdOptions,
  type PublishedMmvaeOptions,
  publishedMmjsdObjective,
  publishedMmvaeObjective,
} from './published-code/published-mixtures.js';
export { type PublishedMvaeOptions, publishedMvaeObjective } from './published-code/published-mvae.js';
export { registerPublishedCode } from './published-code/register-published-code.js';
