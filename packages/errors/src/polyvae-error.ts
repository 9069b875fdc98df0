/** Property that every error of a polyvae package has; the same in all copies of all packages. */
const brand = Symbol.for('polyvae.error');

/** Marks the errors of a class. */
export function branded(errors: { readonly prototype: Error }): void {
  Object.defineProperty(errors.prototype, brand, { value: true });
}

/** Further details of an error. */
export interface ErrorDetails {
  /** Advice on it. */
  readonly hint?: string | undefined;
  /** The error that led to it. */
  readonly cause?: unknown;
}

/** An error whose message says all that its reader needs: which argument or file, what was expected, what was found. */
export interface ExplainedError extends Error {
  /** Kind of error, such as `checkpoint`. */
  readonly code: string;
  /** Advice on it, where the message does not say it. */
  readonly hint?: string | undefined;
}

/** Base of the errors of all polyvae packages. */
export abstract class PolyvaeError extends Error implements ExplainedError {
  abstract readonly code: string;
  readonly hint: string | undefined;

  constructor(message: string, { hint, cause }: ErrorDetails = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.hint = hint;
  }
}

branded(PolyvaeError);

/** Whether something thrown is an error of a polyvae package, this copy's or another's. */
export function isPolyvaeError(thrown: unknown): thrown is ExplainedError {
  return thrown instanceof Error && brand in thrown;
}
