import type { Job } from './job.js';
import type { JobProgress } from './job-context.js';
import { jobKey } from './job-key.js';
import type { JobOutcome } from './job-outcome.js';

interface Running {
  readonly job: Job;
  readonly began: number;
  /** Its first news: loading and compiling are over, and a resumed training does not start at 0. */
  first?: { readonly time: number; readonly done: number };
  latest: { time: number; done: number; total: number };
}

/** Seconds of a job whose kind has no guess. */
const usualGuess = 10;

/** Estimates the time left of a run from what its jobs have taken so far. */
export class TimeLeft {
  readonly #waiting = new Map<string, Job>();
  readonly #running = new Map<string, Running>();
  /** Of jobs computed in this run, and of reused ones, by group and by kind. */
  readonly #seconds = new Map<string, number[]>();
  readonly #recorded = new Map<string, number[]>();
  readonly #lanes: number;
  readonly #now: () => number;

  /** @param lanes Jobs that run at the same time. */
  constructor(jobs: readonly Job[], lanes: number, now: () => number = () => performance.now()) {
    for (const job of jobs) this.#waiting.set(jobKey(job), job);
    this.#lanes = lanes;
    this.#now = now;
  }

  /** Notes that a job began. */
  start(job: Job): void {
    const key = jobKey(job);
    this.#waiting.delete(key);
    this.#running.set(key, { job, began: this.#now(), latest: { time: 0, done: 0, total: 0 } });
  }

  /** Notes how far a job is. */
  progress(job: Job, { done, total }: JobProgress): void {
    const running = this.#running.get(jobKey(job));
    if (!running) return;
    const time = this.#now();
    running.first ??= { time, done };
    running.latest = { time, done, total };
  }

  /** Notes how a job ended. */
  end({ job, state, record }: JobOutcome): void {
    const key = jobKey(job);
    const running = this.#running.get(key);
    if (running && state === 'computed') this.#note(this.#seconds, job, (this.#now() - running.began) / 1000);
    if (state === 'reused' && record) this.#note(this.#recorded, job, record.seconds);
    this.#waiting.delete(key);
    this.#running.delete(key);
  }

  #note(seconds: Map<string, number[]>, job: Job, taken: number): void {
    for (const group of new Set([this.#group(job), job.kind.kind])) {
      seconds.set(group, [...(seconds.get(group) ?? []), taken]);
    }
  }

  #group({ kind, config }: Job): string {
    return kind.group ? `${kind.kind} ${kind.group(config)}` : kind.kind;
  }

  #expected(job: Job): number {
    const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
    const { kind, guess = usualGuess } = job.kind;
    const group = this.#group(job);
    const seen = this.#seconds.get(group) ?? this.#recorded.get(group) ?? this.#seconds.get(kind);
    if (seen) return mean(seen);
    const rates = [...this.#running.values()].flatMap((running) => this.#whole(running, kind));
    if (rates.length > 0) return mean(rates);
    const recorded = this.#recorded.get(kind);
    return recorded ? mean(recorded) : guess;
  }

  /** Seconds that a running job will have taken in all; empty until that can be told. */
  #whole({ job, began, first, latest }: Running, kind: string): number[] {
    if (job.kind.kind !== kind || !first || latest.done <= first.done) return [];
    const perStep = (latest.time - first.time) / (latest.done - first.done);
    return [(first.time - began + perStep * (latest.total - first.done)) / 1000];
  }

  /** Seconds left of the whole run. */
  estimate(): number {
    let sum = 0;
    let longest = 0;
    for (const running of this.#running.values()) {
      const whole = this.#whole(running, running.job.kind.kind)[0] ?? this.#expected(running.job);
      const left = Math.max(0, whole - (this.#now() - running.began) / 1000);
      sum += left;
      longest = Math.max(longest, left);
    }
    for (const job of this.#waiting.values()) sum += this.#expected(job);
    return Math.max(longest, sum / this.#lanes);
  }
}
