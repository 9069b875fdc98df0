import { fileURLToPath } from 'node:url';
import type { WorkUnit } from '../runner/unit.js';

/** What the user asks of the jobs. */
export interface SlurmSettings {
  /** For sbatch, e.g. `--partition=long --time=24:00:00 --cpus-per-task=8`. */
  readonly options?: string;
  /** Tasks of an array that run at the same time, at most; absent: as many as Slurm lets. */
  readonly tasks?: number;
  /** Threads of each task's engine; absent: the task's CPUs. */
  readonly threads?: number;
}

const program = fileURLToPath(new URL('../../bin/polyvae.js', import.meta.url));

/** A word of the shell, whatever it holds. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A path in an `#SBATCH` line, where `%` begins a pattern. */
function pattern(text: string): string {
  return `"${text.replaceAll('%', '%%')}"`;
}

/** The script of an array job, one task for each unit of a file. All paths are absolute. */
export function jobScript(job: {
  readonly name: string;
  readonly units: readonly WorkUnit[];
  /** Where the units are written; task n computes the nth. */
  readonly unitsFile: string;
  /** Task n writes to `LOG-n.log`. */
  readonly log: string;
  readonly root: string;
  readonly settings: SlurmSettings;
}): string {
  const { name, units, unitsFile, log, root, settings } = job;
  const most = settings.tasks === undefined ? '' : `%${settings.tasks}`;
  const threads = settings.threads ?? `"\${SLURM_CPUS_PER_TASK:-1}"`;
  const words = [process.execPath, program, 'work', unitsFile].map(quoted).join(' ');
  return [
    '#!/bin/sh',
    `# ${units.length} work units of polyvae, one for each task of an array job:`,
    ...units.map(({ label }, index) => `#   ${index}  ${label}`),
    `#SBATCH --job-name=${name}`,
    `#SBATCH --array=0-${units.length - 1}${most}`,
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
