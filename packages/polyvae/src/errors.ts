import type { Run } from '@polyvae/benchmarks';
import type { JobOutcome } from '@polyvae/jobs';

/** The user stopped the command; what was done is kept. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';

  /** What a run had when it was stopped. */
  readonly reached: Run | undefined;

  constructor(message: string, reached?: Run) {
    super(message);
    this.reached = reached;
  }
}

/** Some jobs failed; the others were computed and are kept. */
export class FailedJobsError extends Error {
  override readonly name = 'FailedJobsError';

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
