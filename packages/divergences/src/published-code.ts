/**
 * Ways of the paper's published code that differ from the paper and enter its numbers; nothing but a comparison with those
 * numbers needs them.
 * @packageDocumentation
 */
export { blockAssignment, renormaliseFloat32 } from './published-code/block-assignment.js';
export { type PublishedProductsOptions, publishedProducts } from './published-code/published-products.js';
