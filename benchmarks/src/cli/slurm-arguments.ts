import { type Command, Option } from 'commander';
import type { SlurmSettings } from '../slurm/job-script.js';
import { UserError } from '../user-error.js';
import { integer } from './number-options.js';

/** Where work units are computed. */
export interface SlurmArguments {
  readonly executor?: 'local' | 'slurm';
  readonly slurmOptions?: string;
  readonly slurmTasks?: number;
  readonly processes?: number;
  readonly threads?: number;
}

/** Adds `--executor` and what belongs to it. */
export function withExecutor(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--executor <name>',
        'local: processes of this machine; slurm: array jobs, with --out in a shared folder',
      )
        .choices(['local', 'slurm'])
        .default('local'),
    )
    .option('--slurm-options <options>', "for sbatch, e.g. '--partition=long --time=12:00:00 --cpus-per-task=4'")
    .option(
      '--slurm-tasks <n>',
      'tasks of an array job at a time, at most (default: as many as Slurm lets)',
      integer(1),
    );
}

/**
 * What was asked of Slurm; undefined if units are computed here.
 * @throws {UserError} if an option belongs to the other executor.
 */
export function slurmSettings(given: SlurmArguments): SlurmSettings | undefined {
  const { executor, slurmOptions: options, slurmTasks: tasks, processes, threads } = given;
  if (executor !== 'slurm') {
    const name = options !== undefined ? '--slurm-options' : tasks !== undefined ? '--slurm-tasks' : undefined;
    if (name) throw new UserError(`${name} needs --executor slurm.`);
    return undefined;
  }
  if (processes !== undefined) {
    throw new UserError(
      '--processes is for this machine.',
      'With --executor slurm, --slurm-tasks bounds what runs at a time.',
    );
  }
  if (options?.includes('\n')) throw new UserError('--slurm-options: expected one line.');
  return {
    ...(options !== undefined && { options }),
    ...(tasks !== undefined && { tasks }),
    ...(threads !== undefined && { threads }),
  };
}
