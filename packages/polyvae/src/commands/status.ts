import { UserError } from '@polyvae/benchmarks';
import {
  countsOf,
  type JobStatus,
  JobStore,
  jobStatuses,
  minuteOf,
  type Plan,
  readPlans,
  statusDetails,
  statusTable,
} from '@polyvae/jobs';
import { Command } from 'commander';
import { markdownTable } from 'markdown-table';
import type { Io } from '../io.js';
import { withJson } from '../options.js';

interface Arguments {
  readonly out: string;
  readonly all: boolean;
  readonly json: boolean;
}

function asJson({ title, begunAt }: Plan, statuses: readonly JobStatus[]): object {
  const jobs = statuses.map(({ job: { label, kind, subject }, ...status }) => ({ label, kind, subject, ...status }));
  return { title, begunAt, jobs };
}

/** How a plan stands: a row for each experiment, a column for each kind of job, then what runs and failed. */
function asText({ title, begunAt }: Plan, statuses: readonly JobStatus[]): string {
  const { columns, rows } = statusTable(statuses);
  const grid = markdownTable([['', ...columns], ...rows.map(({ subject = 'for all', cells }) => [subject, ...cells])]);
  const head = `${title}, begun ${minuteOf(begunAt)}: ${statuses.length} jobs, ${countsOf(statuses)}`;
  return [head, grid, ...statusDetails(statuses)].join('\n');
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
A job counts as running while its process shows signs of life. One that was killed waits for the next run, which goes on
from its last checkpoint. The reason of a failure with its stack trace or the end of its log is in failure.json in the
job's folder.

Example:
  polyvae status --out results`,
    );
  return withJson(command).action((options: Arguments) => {
    const plans = readPlans(options.out);
    if (plans.length === 0) {
      throw new UserError(`${options.out} holds no plan.`, 'Give the --out of polyvae bench, table or figure.');
    }
    const store = new JobStore(options.out);
    const shown = plans
      .slice(0, options.all ? undefined : 1)
      .map((plan) => [plan, jobStatuses(plan.jobs, store)] as const);
    if (options.json) io.out(JSON.stringify(shown.map(([plan, statuses]) => asJson(plan, statuses))));
    else for (const [plan, statuses] of shown) io.out(asText(plan, statuses));
  });
}
