import { execFile } from 'node:child_process';
import os from 'node:os';
import { promisify } from 'node:util';
import { UserError } from '../user-error.js';
import type { Slurm, SlurmTask } from './slurm.js';

const execute = promisify(execFile);

async function command(name: string, args: readonly string[]): Promise<string> {
  const { stdout } = await execute(name, args, { timeout: 120_000, maxBuffer: 2 ** 28 });
  return stdout;
}

function described(error: unknown): string {
  const { stderr, message } = error as Error & { stderr?: string };
  return (stderr?.trim() || message).replace(/^sbatch: error: /gm, '');
}

/** Fields of `squeue -o`; the reason comes last, for it may hold anything. */
const format = '%F|%K|%T|%j|%r';

/** Tasks in the output of `squeue`; jobs that are no arrays have no task number and are left out. */
export function parseTasks(output: string): SlurmTask[] {
  return output.split('\n').flatMap((line) => {
    const [job, task, state, name, ...reason] = line.trim().split('|');
    if (!job || !task || !/^\d+$/.test(task)) return [];
    return [{ job, task: Number(task), state: state ?? '', name: name ?? '', reason: reason.join('|') }];
  });
}

/** State and exit code in a line of `scontrol show job --oneliner`. */
export function parseJob(output: string): string | undefined {
  const state = /\bJobState=(\S+)/.exec(output)?.[1];
  const exit = /\bExitCode=(\S+)/.exec(output)?.[1];
  return state && `${state}, exit code ${exit ?? 'unknown'}`;
}

/** How a task ended by Slurm's accounting, which a cluster need not have. */
async function fromAccounting(id: string): Promise<string | undefined> {
  try {
    const output = await command('sacct', ['-n', '-P', '-X', '-j', id, '-o', 'State,ExitCode']);
    const [state, exit] = output.trim().split('\n')[0]!.split('|');
    return state ? `${state}, exit code ${exit}` : undefined;
  } catch {
    return undefined;
  }
}

/** By the controller, which forgets a job some minutes after its end. */
async function fromController(id: string): Promise<string | undefined> {
  try {
    return parseJob(await command('scontrol', ['show', 'job', '--oneliner', id]));
  } catch {
    return undefined;
  }
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
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        throw new UserError(
          'There is no sbatch here: Slurm is not installed on this machine.',
          'Run it where jobs are submitted, or leave out --executor slurm. docs/guides/slurm.md sets one up on one machine.',
        );
      }
      throw new UserError(`sbatch refused ${script}: ${described(error)}`, 'Does --slurm-options suit this cluster?');
    }
  },
  async tasks() {
    const user = os.userInfo().username;
    return parseTasks(await command('squeue', ['-h', '-r', '-u', user, '-o', format]));
  },
  async ending(job, task) {
    const id = `${job}_${task}`;
    return (await fromAccounting(id)) ?? (await fromController(id));
  },
};
