/**
 * An error in what the user asked for, as opposed to a fault of the program: the command line prints its message and hint
 * without a stack trace and exits with code 2.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  /** What to do about it. */
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}
