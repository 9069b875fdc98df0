import type { Run } from '@polyvae/benchmarks';
import { PolyvaeError } from '@polyvae/errors';
import type { JobOutcome } from '@polyvae/jobs';

/** The user stopped the command; what was done is kept. */
export class StoppedError extends PolyvaeError {
  override readonly name = 'StoppedError';
  readonly code = 'stopped';

  /** Outcomes of a run that it had when it was stopped. */
  readonly reached: Run | undefined;

  /** @param signal What stopped it. */
  constructor(message: string, signal: AbortSignal, reached?: Run) {
    super(message, { cause: signal.reason });
    this.reached = reached;
  }
}

/** Some jobs failed; the others were computed and are kept. */
export class FailedJobsError extends PolyvaeError {
  override readonly name = 'FailedJobsError';
  readonly code = 'failed-jobs';

  constructor(outcomes: readonly JobOutcome[]) {
    const lines = outcomes
      .filter(({ state }) => state === 'failed' || state === 'skipped')
      .map(({ job, state, reason }) => `  ${job.label} ${state}: ${reason}`);
    const count = (state: JobOutcome['state']): number => outcomes.filter((outcome) => outcome.state === state).length;
    super(
      `${count('failed')} of ${outcomes.length} jobs failed (${count('computed')} computed, ${count('reused')} reused, ` +
        `${count('skipped')} skipped):\n${lines.join('\n')}\nRun the same command again to retry only these.`,
    );
  }
}

/** @throws {FailedJobsError} if some outcome has no record. */
export function requireAll(outcomes: readonly JobOutcome[]): void {
  if (outcomes.some(({ record }) => !record)) throw new FailedJobsError(outcomes);
}
