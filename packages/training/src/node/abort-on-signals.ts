import { PolyvaeError } from '@polyvae/errors';

/** A signal for `fit`, and the way to stop listening. */
export interface SignalAbort {
  /** Aborts at the first signal; hand it to `fit`. */
  readonly signal: AbortSignal;
  /** Gives Ctrl-C its usual effect back. */
  stop(): void;
}

/** Numbers of the signals. */
const signals = { SIGINT: 2, SIGTERM: 15 } as const;

/** Why something ended early: the process got a signal. */
export class SignalError extends PolyvaeError {
  override readonly name = 'SignalError';
  readonly code = 'signal';
  /** Exit code that a shell expects of a process that ends by the signal: 130 or 143. */
  readonly exitCode: number;

  constructor(signal: keyof typeof signals) {
    super(`stopped by ${signal}`);
    this.exitCode = 128 + signals[signal];
  }
}

/**
 * Turns the first Ctrl-C (SIGINT) or SIGTERM into an abort, so that `fit` saves and ends; the second one ends the process
 * at once, with the exit code that shells expect (130, 143). The signal's reason is a `SignalError`.
 * @param notify Told once, at the first signal; by default a line on standard error.
 * @example
 * ```ts
 * const { signal } = abortOnSignals();
 * await fit(model, data, { epochs: 10, batchSize: 256, rng, signal, checkpoints }).last();
 * ```
 */
export function abortOnSignals(
  notify: (signal: keyof typeof signals) => void = (signal) => {
    process.stderr.write(`\n${signal}: saving a checkpoint before stopping; once more to stop at once\n`);
  },
): SignalAbort {
  const controller = new AbortController();
  const listen = (name: keyof typeof signals): void => {
    const reason = new SignalError(name);
    if (controller.signal.aborted) process.exit(reason.exitCode);
    controller.abort(reason);
    notify(name);
  };
  process.on('SIGINT', listen);
  process.on('SIGTERM', listen);
  return {
    signal: controller.signal,
    stop: () => {
      process.off('SIGINT', listen);
      process.off('SIGTERM', listen);
    },
  };
}
