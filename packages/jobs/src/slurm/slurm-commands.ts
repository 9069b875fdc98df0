import { execFile } from 'node:child_process';
import os from 'node:os';
import { promisify } from 'node:util';
import { JobsError } from '../errors.js';
import { type Slurm, type SlurmTask, taskId } from './slurm.js';

const execute = promisify(execFile);

/** @throws {JobsError} if there is no such command. */
async function command(name: string, args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await execute(name, args, { timeout: 120_000, maxBuffer: 2 ** 28 });
    return stdout;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new JobsError(`There is no ${name} here: Slurm is not installed on this machine.`, {
      hint: 'Run it on a machine that submits to the cluster, or compute in processes of this one.',
      cause: error,
    });
  }
}

function described(error: unknown): string {
  const { stderr, message } = error as Error & { stderr?: string };
  return (stderr?.trim() || message).replace(/^(?:sbatch|squeue|slurm_load_jobs): error: /gm, '').replace(/\.$/, '');
}

/** Fields of `squeue -o`; the reason comes last, for it may hold anything. */
const format = '%F|%K|%T|%j|%r';

/** Tasks in the output of `squeue`; what is no array job has no task number and is left out. */
export function parseTasks(output: string): SlurmTask[] {
  return output.split('\n').flatMap((line) => {
    const [arrayJob, task, state, name, ...reason] = line.trim().split('|');
    if (!arrayJob || !task || !/^\d+$/.test(task)) return [];
    return [{ arrayJob, task: Number(task), state: state ?? '', name: name ?? '', reason: reason.join('|') }];
  });
}

/** State and exit code in a line of `scontrol show job --oneliner`. */
export function parseJob(output: string): string | undefined {
  const state = /\bJobState=(\S+)/.exec(output)?.[1];
  const exit = /\bExitCode=(\S+)/.exec(output)?.[1];
  return state && `${state}, exit code ${exit ?? 'unknown'}`;
}

/** Output of a command that a cluster need not have, or that may not know; then empty. */
async function outputOf(name: string, args: readonly string[]): Promise<string> {
  return command(name, args).catch(() => '');
}

/** Slurm by its own commands: sbatch, squeue, and sacct or scontrol. */
export const slurmCommands: Slurm = {
  async submit(script, after) {
    const dependency = after.length > 0 ? [`--dependency=afterany:${after.join(':')}`] : [];
    try {
      const output = await command('sbatch', ['--parsable', ...dependency, script]);
      // With several clusters the name of the cluster follows.
      return output.trim().split(';')[0]!;
    } catch (error) {
      if (error instanceof JobsError) throw error;
      throw new JobsError(
        `sbatch refused ${script}: ${described(error)}. Give options that suit this cluster (partition, time, CPUs), and run it again.`,
      );
    }
  },
  async tasks() {
    const user = os.userInfo().username;
    try {
      return parseTasks(await command('squeue', ['-h', '-r', '-u', user, '-o', format]));
    } catch (error) {
      if (error instanceof JobsError) throw error;
      const hint = 'Its controller may be down, or this machine not be set up for it; sinfo tells.';
      throw new JobsError(`Slurm does not say what it runs: ${described(error)}.`, { hint, cause: error });
    }
  },
  async ending(arrayJob, task) {
    const id = taskId({ arrayJob, task });
    const accounting = await outputOf('sacct', ['-n', '-P', '-X', '-j', id, '-o', 'State,ExitCode']);
    const [state, exit] = accounting.trim().split('\n')[0]!.split('|');
    if (state) return `${state}, exit code ${exit}`;
    // The controller forgets a job some minutes after its end.
    return parseJob(await outputOf('scontrol', ['show', 'job', '--oneliner', id]));
  },
};
