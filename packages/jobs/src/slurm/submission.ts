import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { makeFolder, writeFileAtomic } from '../files.js';
import type { Job } from '../job.js';
import { jobKey } from '../job-key.js';
import { arrayScript, type SlurmSettings } from './array-script.js';
import { readJobsFile, writeJobsFile } from './jobs-file.js';
import type { Slurm, SlurmTask } from './slurm.js';

/** A job that Slurm has, as one task of an array job. */
export interface SubmittedJob {
  readonly arrayJob: string;
  readonly task: number;
  /** File that the task prints to. */
  readonly log: string;
}

/** Slurm's default MaxArraySize is 1,001. */
const largestArray = 1000;

const folderOf = (root: string, id: string): string => path.resolve(root, 'slurm', id);
const namePattern = /(?:^|-)(\d{8}-\d{6}-[0-9a-f]{6})-(\d+)$/;

/** Jobs in stages: each only needs jobs of earlier stages, or such as are not among them. */
export function stagesOf(jobs: readonly Job[]): Job[][] {
  const among = new Set(jobs.map(jobKey));
  const stageOf = (job: Job): number =>
    Math.max(0, ...job.needs.map((need) => stageOf(need) + (among.has(jobKey(need)) ? 1 : 0)));
  const stages: Job[][] = [];
  for (const job of jobs) {
    const stage = stageOf(job);
    while (stages.length <= stage) stages.push([]);
    stages[stage]!.push(job);
  }
  return stages.filter((stage) => stage.length > 0);
}

/**
 * Submits jobs as array jobs, one for each stage, which starts when the stage before has ended: well or not, since one job
 * that failed is no reason not to compute what the others are needed for. Scripts, lists of jobs and logs go to a folder of
 * their own below `slurm/`.
 * @param submitted Jobs that Slurm has already, by key; the new ones are added.
 * @returns One sentence for each array job.
 */
export async function submitJobs(
  jobs: readonly Job[],
  options: {
    readonly root: string;
    /** See {@link arrayScript}. */
    readonly command: readonly string[];
    /** For `start` of the worker module. */
    readonly startOptions?: unknown;
    readonly slurm: Slurm;
    readonly settings: SlurmSettings;
    readonly submitted: Map<string, SubmittedJob>;
  },
): Promise<string[]> {
  const { command, startOptions, slurm, settings, submitted } = options;
  const root = path.resolve(options.root);
  const time = new Date().toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
  const id = `${time}-${randomBytes(3).toString('hex')}`;
  const folder = folderOf(root, id);
  makeFolder(folder);
  const notes: string[] = [];
  let number = 0;
  for (const stage of stagesOf(jobs)) {
    const needed = stage.flatMap(({ needs }) => needs.map((need) => submitted.get(jobKey(need))?.arrayJob ?? ''));
    const after = [...new Set(needed)].filter((arrayJob) => arrayJob !== '');
    for (let begin = 0; begin < stage.length; begin += largestArray) {
      const part = stage.slice(begin, begin + largestArray);
      number += 1;
      const [log, jobsFile, script] = ['', '.json', '.sh'].map((end) => path.join(folder, `${number}${end}`));
      await writeJobsFile(jobsFile!, part, startOptions);
      const name = `${settings.name ?? 'jobs'}-${id}-${number}`;
      const text = arrayScript({ name, jobs: part, command, jobsFile: jobsFile!, log: log!, root, settings });
      await writeFileAtomic(script!, text);
      const arrayJob = await slurm.submit(script!, after);
      for (const [task, job] of part.entries()) {
        submitted.set(jobKey(job), { arrayJob, task, log: `${log}-${task}.log` });
      }
      const waits = after.length > 0 ? `, after ${after.join(' and ')}` : '';
      notes.push(`Slurm array job ${arrayJob}: ${part.length} job${part.length > 1 ? 's' : ''}${waits}; ${script}`);
    }
  }
  return notes;
}

/**
 * The jobs that tasks compute, by key: of any submission in the results folder, by this process or an earlier one. An array
 * job's name says where its list of jobs is, so that nothing is lost if a process dies right after submitting.
 */
export function jobsOfTasks(root: string, tasks: readonly SlurmTask[]): Map<string, SubmittedJob & SlurmTask> {
  const found = new Map<string, SubmittedJob & SlurmTask>();
  const files = new Map<string, readonly string[]>();
  for (const task of tasks) {
    const [, id, number] = namePattern.exec(task.name) ?? [];
    if (id === undefined || number === undefined) continue;
    const stem = path.join(folderOf(root, id), number);
    if (!files.has(stem)) files.set(stem, existsSync(`${stem}.json`) ? readJobsFile(`${stem}.json`).jobs.wanted : []);
    const key = files.get(stem)![task.task];
    if (key !== undefined) found.set(key, { ...task, log: `${stem}-${task.task}.log` });
  }
  return found;
}
