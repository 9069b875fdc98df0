import type { Job } from '../job.js';

/** Settings of array jobs. */
export interface SlurmSettings {
  /** For sbatch, e.g. `--partition=long --time=24:00:00 --cpus-per-task=8`. */
  readonly options?: string;
  /** Tasks of an array job that run at the same time, at most; absent: as many as Slurm lets. */
  readonly tasks?: number;
  /** Threads of each task; absent: the task's CPUs. */
  readonly threads?: number;
  /** First word of the array jobs' names, without spaces; default `jobs`. */
  readonly name?: string;
}

/** A word of the shell, whatever it holds. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A path in an `#SBATCH` line, where `%` begins a pattern. */
function pattern(text: string): string {
  return `"${text.replaceAll('%', '%%')}"`;
}

/** Writes the script of an array job, one task for each job of a file. All paths are absolute. */
export function arrayScript(array: {
  readonly name: string;
  readonly jobs: readonly Job[];
  /** The program that a task executes, with its first arguments; file, index, `--out` and `--threads` follow. */
  readonly command: readonly string[];
  /** File that lists the jobs; task n computes the nth. */
  readonly jobsFile: string;
  /** Task n writes to `LOG-n.log`. */
  readonly log: string;
  readonly root: string;
  readonly settings: SlurmSettings;
}): string {
  const { name, jobs, command, jobsFile, log, root, settings } = array;
  const most = settings.tasks === undefined ? '' : `%${settings.tasks}`;
  const threads = settings.threads ?? `"\${SLURM_CPUS_PER_TASK:-1}"`;
  const words = [...command, jobsFile].map(quoted).join(' ');
  return [
    '#!/bin/sh',
    `# ${jobs.length} jobs, one for each task of an array job:`,
    ...jobs.map(({ label }, index) => `#   ${index}  ${label}`),
    `#SBATCH --job-name=${name}`,
    `#SBATCH --array=0-${jobs.length - 1}${most}`,
    `#SBATCH --output=${pattern(log).slice(0, -1)}-%a.log"`,
    '#SBATCH --open-mode=append',
    '# A minute before its time is up a task is told, and saves what it has reached.',
    '#SBATCH --signal=B:TERM@60',
    ...(settings.options ? [`#SBATCH ${settings.options}`] : []),
    '',
    `exec ${words} "$SLURM_ARRAY_TASK_ID" --out ${quoted(root)} --threads ${threads}`,
    '',
  ].join('\n');
}
