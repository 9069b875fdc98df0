import { PolyvaeError } from '@polyvae/errors';

/** A parameter's value is outside of what the distribution allows. Raised only while value checks are on. */
export class ValueError extends PolyvaeError {
  override readonly name = 'ValueError';
  readonly code = 'value';
  /** Name of the argument at fault. */
  readonly argument: string;

  constructor(argument: string, expected: string, found: string) {
    super(`${argument}: expected ${expected}, found ${found}`);
    this.argument = argument;
  }
}

/** The quantity asked for has no closed form. */
export class NoClosedFormError extends PolyvaeError {
  override readonly name = 'NoClosedFormError';
  readonly code = 'no-closed-form';
}
