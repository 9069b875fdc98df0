/**
 * The errors of all polyvae packages.
 * @packageDocumentation
 */
export { ArgumentError, ArgumentTypeError } from './argument-errors.js';
export { checkOptions } from './check-options.js';
export { type ErrorDetails, type ExplainedError, isPolyvaeError, PolyvaeError } from './polyvae-error.js';
export { ShapeError } from './shape-error.js';
