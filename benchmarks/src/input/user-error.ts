import { PolyvaeError } from '@polyvae/errors';

/**
 * An error in what the user asked for, as opposed to a fault of the program: the command line prints its message and hint
 * without a stack trace and exits with code 2.
 */
export class UserError extends PolyvaeError {
  override readonly name = 'UserError';
  readonly code = 'user';

  constructor(message: string, hint?: string) {
    super(message, { hint });
  }
}
