import { ArgumentError } from '@polyvae/errors';
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

/** Control characters, of which a line feed would begin a line that the shell runs. */
const control = /\p{Cc}/u;

/**
 * A text that is to be part of one `#SBATCH` line.
 * @throws {ArgumentError} if it cannot be.
 */
function oneLine(what: string, text: string): string {
  if (!control.test(text)) return text;
  throw new ArgumentError(`${what}: expected one line without control characters, found ${JSON.stringify(text)}`);
}

/**
 * A path in an `#SBATCH` line, where `%` begins a pattern.
 * @throws {ArgumentError} if sbatch could not read it: it knows no way to quote a quotation mark.
 */
function pattern(what: string, text: string): string {
  if (text.includes('"')) {
    throw new ArgumentError(
      `${what}: expected a path without quotation marks, found ${JSON.stringify(text)}; choose another folder`,
    );
  }
  return `"${oneLine(what, text).replaceAll('%', '%%')}"`;
}

/**
 * Writes the script of an array job, one task for each job of a file. All paths are absolute.
 * @throws {ArgumentError} if a path, the name or an option cannot stand in the script.
 */
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
    `#SBATCH --job-name=${oneLine('name of the array job', name)}`,
    `#SBATCH --array=0-${jobs.length - 1}${most}`,
    `#SBATCH --output=${pattern('folder of the results', log).slice(0, -1)}-%a.log"`,
    '#SBATCH --open-mode=append',
    '# A minute before its time is up a task is told, and saves what it has reached.',
    '#SBATCH --signal=B:TERM@60',
    ...(settings.options ? [`#SBATCH ${oneLine('options for sbatch', settings.options)}`] : []),
    '',
    `exec ${words} "$SLURM_ARRAY_TASK_ID" --out ${quoted(root)} --threads ${threads}`,
    '',
  ].join('\n');
}
