import { setTimeout as sleep } from 'node:timers/promises';
import { claimOn, forgetClaim } from '../claim.js';
import { JobBusyError } from '../errors.js';
import { inFolder } from '../in-folder.js';
import type { Job } from '../job.js';
import { jobKey } from '../job-key.js';
import type { JobEvents, JobOutcome } from '../job-outcome.js';
import { unfinish } from '../job-record.js';
import type { JobStore } from '../job-store.js';
import { type Survey, surveyJobs } from '../survey-jobs.js';
import type { SlurmSettings } from './array-script.js';
import { type Slurm, type SlurmTask, taskId } from './slurm.js';
import { jobsOfTasks, type SubmittedJob, submitJobs } from './submission.js';
import { reasonOfTask } from './task-ending.js';

/** How jobs are run on Slurm. */
export interface SlurmRunOptions {
  readonly store: JobStore;
  /** The program that a task executes; the arguments `FILE INDEX --out ROOT --threads N` follow. */
  readonly command: readonly string[];
  /** For `start` of the worker module; plain data. */
  readonly startOptions?: unknown;
  readonly slurm: Slurm;
  readonly settings: SlurmSettings;
  /** Ends the waiting; the array jobs go on. */
  readonly signal?: AbortSignal;
  readonly events?: JobEvents & {
    /** A sentence for people: what was submitted, found or left. */
    onNote?(text: string): void;
  };
  /** Between two questions to Slurm: milliseconds. */
  readonly pollEvery?: number;
  /** How long a result may take to appear in a shared file system after its task has ended: milliseconds. */
  readonly settleWithin?: number;
}

/**
 * Computes jobs as tasks of Slurm's array jobs, reusing what the store holds, and waits for them. Jobs that Slurm has
 * already from an earlier run are waited for, not submitted again. What fails does not stop the rest.
 * @returns One outcome for each job, in their order.
 * @throws {JobsError} if an array job cannot be submitted.
 */
export async function runOnSlurm(jobs: readonly Job[], options: SlurmRunOptions): Promise<JobOutcome[]> {
  const run = new SlurmRun(surveyJobs(jobs, options.store), options);
  await run.wait();
  return jobs.map((job) => run.outcome(job));
}

/** Removes the record of a damaged job, so that it does not count as computed before its task has begun. */
async function makeUnfinished(job: Job, store: JobStore): Promise<void> {
  const directory = store.directory(job);
  try {
    await inFolder(directory, {}, async () => {
      if (store.examine(job, { thorough: true }).state === 'damaged') unfinish(directory);
    });
  } catch (error) {
    // Another process is about it already.
    if (!(error instanceof JobBusyError)) throw error;
  }
}

type Settled = SlurmRunOptions & Required<Pick<SlurmRunOptions, 'signal' | 'events' | 'pollEvery' | 'settleWithin'>>;

class SlurmRun {
  readonly #survey: Survey;
  readonly #keyed: ReadonlyMap<string, Job>;
  readonly #options: Settled;
  readonly #outcomes = new Map<string, JobOutcome>();
  /** Jobs that Slurm has. */
  readonly #live = new Map<string, SubmittedJob>();
  /** Jobs that this run has submitted: each once. */
  readonly #tried = new Set<string>();
  readonly #started = new Set<string>();
  /** When a job's task was first found to be gone. */
  readonly #gone = new Map<string, number>();

  constructor(survey: Survey, options: SlurmRunOptions) {
    this.#survey = survey;
    this.#keyed = new Map(survey.jobs.map((job) => [jobKey(job), job]));
    const { signal = new AbortController().signal, events = {}, pollEvery = 5000, settleWithin = 15_000 } = options;
    this.#options = { ...options, signal, events, pollEvery, settleWithin };
  }

  outcome(job: Job): JobOutcome {
    const known = this.#outcomes.get(jobKey(job));
    if (known) return known;
    const task = this.#live.get(jobKey(job));
    const reason = task ? `Slurm has it as ${taskId(task)}` : 'the run was stopped before it';
    return { job, state: 'stopped', reason };
  }

  async wait(): Promise<void> {
    const { store, signal, pollEvery, events } = this.#options;
    for (const [key, job] of this.#keyed) {
      const record = this.#survey.record(key);
      if (record) this.#end(key, { job, state: 'reused', record });
    }
    for (const { job, reason } of this.#survey.damaged) {
      events.onDamaged?.(job, reason);
      await makeUnfinished(job, store);
    }
    if (this.#outcomes.size === this.#keyed.size) return;
    let tasks: readonly SlurmTask[] | undefined = await this.#options.slurm.tasks();
    for (const [key, task] of jobsOfTasks(store.root, tasks)) if (this.#keyed.has(key)) this.#live.set(key, task);
    const found = this.#arrayJobs();
    if (found.length > 0) {
      events.onNote?.(`Slurm has ${this.#live.size} of these jobs already, in ${found.join(', ')}`);
    }
    while (!signal.aborted) {
      if (tasks) await this.#goOn(tasks);
      if (this.#outcomes.size === this.#keyed.size) return;
      await sleep(pollEvery, undefined, { signal }).catch(() => {});
      tasks = signal.aborted ? undefined : await this.#ask();
    }
    const left = this.#arrayJobs();
    if (left.length > 0) {
      events.onNote?.(
        `The array jobs go on: ${left.join(', ')}. To cancel them: scancel ${left.join(' ')}\n` +
          'Run the same command again to wait for them and collect their results.',
      );
    }
  }

  #arrayJobs(): string[] {
    return [...new Set([...this.#live.values()].map(({ arrayJob }) => arrayJob))].sort((a, b) => Number(a) - Number(b));
  }

  #end(key: string, outcome: JobOutcome): void {
    this.#live.delete(key);
    this.#outcomes.set(key, outcome);
    this.#options.events.onEnd?.(outcome);
  }

  /** Whether a needed job has a result, is being computed, or is about to be submitted. */
  #canCome(need: Job, rest: readonly (readonly [string, Job])[]): boolean {
    const key = jobKey(need);
    const outcome = this.#outcomes.get(key);
    return outcome ? outcome.record !== undefined : this.#live.has(key) || rest.some(([other]) => other === key);
  }

  /** Settles what has ended, and submits what nobody has. */
  async #goOn(tasks: readonly SlurmTask[]): Promise<void> {
    this.#follow(tasks);
    for (const [key, job] of this.#keyed) await this.#settle(key, job, tasks);
    const rest = [...this.#keyed].filter(([key]) => !this.#outcomes.has(key) && !this.#live.has(key));
    const ready = rest.filter(([, job]) => job.needs.every((need) => this.#canCome(need, rest)));
    if (ready.length > 0) await this.#submit(ready, tasks);
  }

  async #submit(ready: readonly (readonly [string, Job])[], tasks: readonly SlurmTask[]): Promise<void> {
    const { store, command, startOptions, slurm, settings, events } = this.#options;
    const has = new Set(tasks.map(taskId));
    for (const [key, job] of ready) {
      this.#tried.add(key);
      // A task that was killed on another machine cannot be seen to be dead from where the job is computed next.
      forgetClaim(store.directory(job), ({ slurm: id }) => id !== undefined && !has.has(id));
    }
    const options = { root: store.root, command, startOptions, slurm, settings, submitted: this.#live };
    const submitted = ready.map(([, job]) => job);
    for (const note of await submitJobs(submitted, options)) events.onNote?.(note);
  }

  /** Asks Slurm; undefined while its controller does not answer. */
  async #ask(): Promise<SlurmTask[] | undefined> {
    try {
      return await this.#options.slurm.tasks();
    } catch (error) {
      this.#options.events.onNote?.(`Slurm does not answer, asking again: ${(error as Error).message.trim()}`);
      return undefined;
    }
  }

  /** Tells of tasks that began and how far they are. */
  #follow(tasks: readonly SlurmTask[]): void {
    const { store, events } = this.#options;
    const running = new Set(tasks.filter(({ state }) => state === 'RUNNING').map(taskId));
    for (const [key, task] of this.#live) {
      if (!running.has(taskId(task))) continue;
      const job = this.#keyed.get(key)!;
      if (!this.#started.has(key)) events.onStart?.(job);
      this.#started.add(key);
      const claim = claimOn(store.directory(job))?.claim;
      if (claim?.slurm === taskId(task) && claim.progress) events.onProgress?.(job, claim.progress);
    }
  }

  /** Finds out what became of a job whose task is gone, or that can no longer be computed. */
  async #settle(key: string, job: Job, tasks: readonly SlurmTask[]): Promise<void> {
    if (this.#outcomes.has(key)) return;
    const { store, slurm, settleWithin } = this.#options;
    const queued = new Set(tasks.map(taskId));
    const has = this.#live.get(key);
    if (has && queued.has(taskId(has))) {
      this.#gone.delete(key);
      return;
    }
    const broken = job.needs.map((need) => this.#outcomes.get(jobKey(need))).find((need) => need && !need.record);
    const record = store.read(job);
    if (record) this.#end(key, { job, state: 'computed', record });
    else if (broken) this.#end(key, { job, state: 'skipped', reason: `${broken.job.label} ${broken.state}` });
    else if (has && job.needs.some((need) => !this.#outcomes.has(jobKey(need)))) {
      // Its array job came to it before what it needs: that is being computed anew, or what became of it will soon be known.
      const coming = job.needs.some((need) => {
        const other = this.#live.get(jobKey(need));
        return !this.#outcomes.has(jobKey(need)) && (!other || queued.has(taskId(other)));
      });
      if (coming && !this.#tried.has(key)) this.#live.delete(key);
    } else if (has) {
      const since = this.#gone.get(key) ?? performance.now();
      this.#gone.set(key, since);
      if (performance.now() - since < settleWithin) return;
      this.#end(key, { job, state: 'failed', reason: await reasonOfTask(job, has, { store, slurm }) });
    }
  }
}
