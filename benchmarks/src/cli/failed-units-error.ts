import type { UnitOutcome } from '../runner/schedule-units.js';

/** Some units failed; the others were computed and are kept. */
export class FailedUnitsError extends Error {
  override readonly name = 'FailedUnitsError';

  constructor(outcomes: readonly UnitOutcome[]) {
    const lines = outcomes
      .filter(({ state }) => state === 'failed' || state === 'skipped')
      .map(({ unit, state, reason }) => `  ${unit.label} ${state}: ${reason}`);
    const count = (state: UnitOutcome['state']): number => outcomes.filter((outcome) => outcome.state === state).length;
    super(
      `${count('failed')} of ${outcomes.length} work units failed (${count('computed')} computed, ${count('reused')} reused, ` +
        `${count('skipped')} skipped):\n${lines.join('\n')}\nRun the same command again to retry only these.`,
    );
  }
}
