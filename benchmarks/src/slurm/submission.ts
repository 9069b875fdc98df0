import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { writeFileAtomic } from '@polyvae/training/node';
import { makeFolder } from '../make-folder.js';
import { unitKey, type WorkUnit } from '../runner/unit.js';
import { jobScript, type SlurmSettings } from './job-script.js';
import type { Slurm, SlurmTask } from './slurm.js';
import { readUnitsFile, writeUnitsFile } from './units-file.js';

/** A unit that Slurm has, as one task of an array job. */
export interface SubmittedUnit {
  readonly job: string;
  readonly task: number;
  /** What the task prints. */
  readonly log: string;
}

/** Slurm's default MaxArraySize is 1,001. */
const largestArray = 1000;

const folderOf = (root: string, id: string): string => path.resolve(root, 'slurm', id);
const namePattern = /^polyvae-(.+)-(\d+)$/;

/** Units in stages: each only needs units of earlier stages, or such as are not among them. */
export function stagesOf(units: readonly WorkUnit[]): WorkUnit[][] {
  const among = new Set(units.map(unitKey));
  const stageOf = (unit: WorkUnit): number =>
    Math.max(0, ...unit.needs.map((need) => stageOf(need) + (among.has(unitKey(need)) ? 1 : 0)));
  const stages: WorkUnit[][] = [];
  for (const unit of units) {
    const stage = stageOf(unit);
    while (stages.length <= stage) stages.push([]);
    stages[stage]!.push(unit);
  }
  return stages.filter((stage) => stage.length > 0);
}

/**
 * Submits units as array jobs, one for each stage, which starts when the stage before has ended: well or not, since a
 * training that failed is no reason not to evaluate the others. Scripts, lists of units and logs go to a folder of their
 * own below `slurm/`.
 * @param submitted What Slurm has already, by key; the new ones are added.
 * @returns One sentence for each job.
 */
export async function submitUnits(
  units: readonly WorkUnit[],
  options: {
    readonly root: string;
    readonly backend: string;
    readonly slurm: Slurm;
    readonly settings: SlurmSettings;
    readonly submitted: Map<string, SubmittedUnit>;
  },
): Promise<string[]> {
  const { backend, slurm, settings, submitted } = options;
  const root = path.resolve(options.root);
  const time = new Date().toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
  const id = `${time}-${randomBytes(3).toString('hex')}`;
  const folder = folderOf(root, id);
  makeFolder(folder);
  const notes: string[] = [];
  let number = 0;
  for (const stage of stagesOf(units)) {
    const needed = stage.flatMap(({ needs }) => needs.map((need) => submitted.get(unitKey(need))?.job ?? ''));
    const after = [...new Set(needed)].filter((job) => job !== '');
    for (let begin = 0; begin < stage.length; begin += largestArray) {
      const part = stage.slice(begin, begin + largestArray);
      number += 1;
      const [log, unitsFile, script] = ['', '.json', '.sh'].map((end) => path.join(folder, `${number}${end}`));
      await writeUnitsFile(unitsFile!, part, backend);
      const name = `polyvae-${id}-${number}`;
      const text = jobScript({ name, units: part, unitsFile: unitsFile!, log: log!, root, settings });
      await writeFileAtomic(script!, new TextEncoder().encode(text));
      const job = await slurm.submit(script!, after);
      for (const [task, unit] of part.entries()) {
        submitted.set(unitKey(unit), { job, task, log: `${log}-${task}.log` });
      }
      const waits = after.length > 0 ? `, after ${after.join(' and ')}` : '';
      notes.push(`Slurm job ${job}: ${part.length} work unit${part.length > 1 ? 's' : ''}${waits}; ${script}`);
    }
  }
  return notes;
}

/**
 * The units that tasks compute, by key: of any submission in the results folder, by this process or an earlier one. A
 * job's name says where its list of units is, so that nothing is lost if a process dies right after submitting.
 */
export function unitsOfTasks(root: string, tasks: readonly SlurmTask[]): Map<string, SubmittedUnit & SlurmTask> {
  const found = new Map<string, SubmittedUnit & SlurmTask>();
  const files = new Map<string, readonly string[]>();
  for (const task of tasks) {
    const [, id, number] = namePattern.exec(task.name) ?? [];
    if (id === undefined || number === undefined) continue;
    const stem = path.join(folderOf(root, id), number);
    if (!files.has(stem)) files.set(stem, existsSync(`${stem}.json`) ? readUnitsFile(`${stem}.json`).keys : []);
    const key = files.get(stem)![task.task];
    if (key !== undefined) found.set(key, { ...task, log: `${stem}-${task.task}.log` });
  }
  return found;
}
