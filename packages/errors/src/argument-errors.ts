import { branded, type ExplainedError } from './polyvae-error.js';

/** An argument is out of range or does not fit another one. */
export class ArgumentError extends RangeError implements ExplainedError {
  readonly code = 'argument';
}
branded(ArgumentError);

/** An argument is of another type than expected, or an option does not exist. */
export class ArgumentTypeError extends TypeError implements ExplainedError {
  readonly code = 'argument-type';
}
branded(ArgumentTypeError);
