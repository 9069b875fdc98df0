/** A signal for `fit`, and the way to stop listening. */
export interface SignalAbort {
  readonly signal: AbortSignal;
  /** Gives Ctrl-C its usual effect back. */
  stop(): void;
}

const SIGNALS = { SIGINT: 2, SIGTERM: 15 } as const;

/**
 * Turns the first Ctrl-C (SIGINT) or SIGTERM into an abort, so that `fit` saves and ends; the second one ends the process
 * at once, with the exit code that shells expect (130, 143).
 * @param notify Told once, at the first signal; by default a line on standard error.
 */
export function abortOnSignals(
  notify: (signal: 'SIGINT' | 'SIGTERM') => void = (signal) => {
    process.stderr.write(`\n${signal}: saving a checkpoint before stopping; once more to stop at once\n`);
  },
): SignalAbort {
  const controller = new AbortController();
  const listen = (name: 'SIGINT' | 'SIGTERM'): void => {
    if (controller.signal.aborted) process.exit(128 + SIGNALS[name]);
    controller.abort(new Error(`stopped by ${name}`));
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
