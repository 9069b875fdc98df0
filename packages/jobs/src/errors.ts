import { PolyvaeError } from '@polyvae/errors';

/** An error of the caller's making, e.g. a file that holds no jobs. The message says what was found and what to do. */
export class JobsError extends PolyvaeError {
  override readonly name = 'JobsError';
  readonly code = 'jobs';
}

/** Thrown when another process computes the job already. */
export class JobBusyError extends PolyvaeError {
  override readonly name = 'JobBusyError';
  readonly code = 'job-busy';
}

/** Message and stack of anything that was thrown. */
export function described(error: unknown): { readonly message: string; readonly stack: string } {
  return error instanceof Error
    ? { message: error.message, stack: error.stack ?? '' }
    : { message: String(error), stack: '' };
}
