import { Command } from 'commander';
import { type PlanFile, readPlans } from '../../runner/plan-file.js';
import { type UnitStatus, unitStatuses } from '../../runner/unit-status.js';
import { UnitStore } from '../../runner/unit-store.js';
import { UserError } from '../../user-error.js';
import { withJson } from '../common-options.js';
import type { Io } from '../io.js';
import { statusText } from '../status-text.js';

interface Arguments {
  readonly out: string;
  readonly all: boolean;
  readonly json: boolean;
}

function asJson({ title, begunAt }: PlanFile, statuses: readonly UnitStatus[]): object {
  const units = statuses.map(({ unit: { label, kind, experiment }, ...status }) => ({
    label,
    kind,
    experiment,
    ...status,
  }));
  return { title, begunAt, units };
}

/** `polyvae status`: what is done, running, failed and waiting in a results folder. */
export function statusCommand(io: Io): Command {
  const command = new Command('status')
    .description('Say what is done, running, failed and waiting in a results folder, whoever computes it.')
    .option('--out <dir>', 'the results folder', 'results')
    .option('--all', 'every plan of the folder, not only the one that was begun last', false)
    .addHelpText(
      'after',
      `
A unit counts as running while its process shows signs of life. One that was killed waits for the next run, which goes on
from its last checkpoint. The reason of a failure with its stack trace or the end of its log is in failure.json in the
unit's folder.

Example:
  polyvae status --out results`,
    );
  return withJson(command).action((options: Arguments) => {
    const plans = readPlans(options.out);
    if (plans.length === 0) {
      throw new UserError(`${options.out} holds no plan.`, 'Give the --out of polyvae bench, table or figure.');
    }
    const store = new UnitStore(options.out);
    const shown = plans
      .slice(0, options.all ? undefined : 1)
      .map((plan) => [plan, unitStatuses(plan.units, store)] as const);
    if (options.json) io.out(JSON.stringify(shown.map(([plan, statuses]) => asJson(plan, statuses))));
    else for (const [plan, statuses] of shown) io.out(statusText(plan, statuses));
  });
}
