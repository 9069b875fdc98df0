import { described, JobBusyError } from './errors.js';
import type { Executor } from './executor.js';
import type { Job } from './job.js';
import type { JobProgress } from './job-context.js';
import { jobKey } from './job-key.js';
import type { JobEvents, JobOutcome } from './job-outcome.js';
import type { JobStore } from './job-store.js';
import { surveyJobs } from './survey-jobs.js';

/** Time after which to look again at a job that another process computes: milliseconds. */
const lookAgain = 1000;

/**
 * Computes jobs on the executors, each after the jobs it needs, reusing what the store holds and is sound. A job that fails does
 * not stop the rest: only those that need it are skipped. Equal jobs run once. What another process computes is left to
 * it and waited for. Needed jobs that are not among the given ones run as well.
 * @returns One outcome for each given job, in their order.
 */
export async function scheduleJobs(
  jobs: readonly Job[],
  options: JobEvents & {
    readonly store: JobStore;
    readonly executors: readonly Executor[];
    readonly signal: AbortSignal;
  },
): Promise<JobOutcome[]> {
  const { store, executors, signal } = options;
  const outcomes = new Map<string, JobOutcome>();
  const running = new Set<string>();
  /** Jobs that another process computes, and when to look again. */
  const elsewhere = new Map<string, number>();
  const end = (key: string, outcome: JobOutcome): void => {
    running.delete(key);
    elsewhere.delete(key);
    outcomes.set(key, outcome);
    options.onEnd?.(outcome);
  };

  const survey = surveyJobs(jobs, store);
  for (const { job, reason } of survey.damaged) options.onDamaged?.(job, reason);
  const keyed = survey.jobs.map((job): [string, Job] => [jobKey(job), job]);
  for (const [key, job] of keyed) {
    const record = survey.record(key);
    if (record) end(key, { job, state: 'reused', record });
  }

  /** The next job that can run; settles those that never will. */
  function next(): [string, Job] | undefined {
    for (const [key, job] of keyed) {
      if (outcomes.has(key) || running.has(key) || (elsewhere.get(key) ?? 0) > performance.now()) continue;
      const record = elsewhere.has(key) ? store.read(job) : undefined;
      if (record) {
        end(key, { job, state: 'reused', record });
        continue;
      }
      const needs = job.needs.map((need) => outcomes.get(jobKey(need)));
      const broken = needs.find((need) => need && !need.record);
      if (broken) {
        const cause = broken.reason ? `: ${broken.reason}` : '';
        end(key, { job, state: 'skipped', reason: `${broken.job.label} ${broken.state}${cause}` });
      } else if (needs.every((need) => need?.record)) {
        return [key, job];
      }
    }
    return undefined;
  }

  const waiting: (() => void)[] = [];
  const wakeAll = (): void => {
    for (const wake of waiting.splice(0)) wake();
  };

  async function work(executor: Executor): Promise<void> {
    for (;;) {
      const ready = signal.aborted ? undefined : next();
      if (!ready) {
        if (signal.aborted || (running.size === 0 && elsewhere.size === 0)) {
          wakeAll();
          return;
        }
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
          if (elsewhere.size > 0) setTimeout(resolve, lookAgain);
        });
        continue;
      }
      const [key, job] = ready;
      running.add(key);
      if (!elsewhere.has(key)) options.onStart?.(job);
      try {
        const onProgress = (progress: JobProgress): void => options.onProgress?.(job, progress);
        let state: 'computed' | 'reused' = 'computed';
        const onReused = (): void => {
          state = 'reused';
        };
        const record = await executor.run(job, { signal, onProgress, onReused });
        end(key, { job, state, record });
      } catch (error) {
        if (error instanceof JobBusyError && !signal.aborted) {
          running.delete(key);
          if (!elsewhere.has(key)) options.onElsewhere?.(job, error.message);
          elsewhere.set(key, performance.now() + lookAgain);
          continue;
        }
        if (signal.aborted) end(key, { job, state: 'stopped', reason: 'what was reached is kept' });
        else end(key, { job, state: 'failed', reason: described(error).message });
      }
      wakeAll();
    }
  }

  signal.addEventListener('abort', wakeAll, { once: true });
  await Promise.all(executors.map(work));
  signal.removeEventListener('abort', wakeAll);
  return jobs.map(
    (job) => outcomes.get(jobKey(job)) ?? { job, state: 'stopped', reason: 'the run was stopped before it' },
  );
}
