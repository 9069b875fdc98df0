/** An error of the caller's making, e.g. a file that holds no jobs. The message says what was found and what to do. */
export class JobsError extends Error {
  override readonly name = 'JobsError';
}

/** Thrown when another process computes the job already. */
export class JobBusyError extends Error {
  override readonly name = 'JobBusyError';
}

/** Message and stack of anything that was thrown. */
export function described(error: unknown): { readonly message: string; readonly stack: string } {
  return error instanceof Error
    ? { message: error.message, stack: error.stack ?? '' }
    : { message: String(error), stack: '' };
}
