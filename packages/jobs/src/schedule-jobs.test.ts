import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { newFolder } from '../../../scripts/temporary-folder.js';
import { toyJobs } from '../test/toy-jobs.js';
import { JobBusyError } from './errors.js';
import type { Executor } from './executor.js';
import type { Job } from './job.js';
import { JobStore } from './job-store.js';
import { runJob } from './run-job.js';
import { scheduleJobs } from './schedule-jobs.js';
import { sealJson } from './sealed-json.js';

const { trains, judges, probes, all: jobs } = toyJobs(['a', 'b', 'c']);

/** A result that the job's kind accepts. */
function resultOf({ kind }: Job): unknown {
  if (kind.kind === 'judge') return 'fair';
  return kind.kind === 'train' ? { value: 1 } : { needs: [] };
}

function fixture(): { store: JobStore; ran: string[]; executor: Executor; fail: Set<string> } {
  const store = new JobStore(newFolder());
  const ran: string[] = [];
  const fail = new Set<string>();
  const executor: Executor = {
    async run(job: Job) {
      ran.push(job.label);
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (fail.has(job.label)) throw new Error('disk full');
      return store.write(job, { seconds: 1, environment: 'none', result: resultOf(job) });
    },
    close: async () => {},
  };
  return { store, ran, executor, fail };
}

const signal = new AbortController().signal;

test('each job runs after what it needs, several at a time', async () => {
  const { store, ran, executor } = fixture();
  const outcomes = await scheduleJobs(jobs, { store, executors: [executor, executor], signal });
  expect(outcomes.every(({ state }) => state === 'computed')).toBe(true);
  expect(ran).toHaveLength(jobs.length);
  for (const job of jobs) {
    for (const need of job.needs) expect(ran.indexOf(need.label)).toBeLessThan(ran.indexOf(job.label));
  }
});

test('finished jobs are reused, and say so', async () => {
  const { store, ran, executor } = fixture();
  await scheduleJobs(jobs, { store, executors: [executor], signal });
  ran.length = 0;
  const outcomes = await scheduleJobs(jobs, { store, executors: [executor], signal });
  expect(ran).toEqual([]);
  expect(outcomes.every(({ state, record }) => state === 'reused' && record)).toBe(true);
});

test('a job whose record is damaged is computed again', async () => {
  const { store, ran, executor } = fixture();
  await scheduleJobs(jobs, { store, executors: [executor], signal });
  ran.length = 0;
  writeFileSync(path.join(store.directory(jobs[0]!), 'record.json'), '{"format":1,"key');
  await scheduleJobs(jobs, { store, executors: [executor], signal });
  expect(ran).toEqual([jobs[0]!.label]);
});

test('a job that fails skips only what needs it', async () => {
  const { store, executor, fail } = fixture();
  fail.add(trains[0]!.label);
  const outcomes = await scheduleJobs(jobs, { store, executors: [executor, executor], signal });
  const states = new Map(outcomes.map(({ job, state }) => [job.label, state]));
  expect(states.get(trains[0]!.label)).toBe('failed');
  expect(states.get(probes[0]!.label)).toBe('skipped');
  const skipped = outcomes.find(({ job }) => job === probes[0]);
  expect(skipped!.reason).toBe(`${trains[0]!.label} failed: disk full`);
  expect(outcomes.filter(({ state }) => state === 'computed')).toHaveLength(jobs.length - 2);
  expect(outcomes.find(({ state }) => state === 'failed')!.reason).toBe('disk full');
});

test('a stop starts nothing more and loses nothing', async () => {
  const { store, ran, executor } = fixture();
  const abort = new AbortController();
  const outcomes = await scheduleJobs(jobs, {
    store,
    executors: [executor],
    signal: abort.signal,
    onEnd: () => abort.abort(),
  });
  expect(ran).toHaveLength(1);
  expect(outcomes.filter(({ state }) => state === 'computed')).toHaveLength(1);
  expect(outcomes.filter(({ state }) => state === 'stopped')).toHaveLength(jobs.length - 1);
});

test('what another process computes is waited for, and the rest goes on meanwhile', async () => {
  const { store, ran, executor } = fixture();
  const told: string[] = [];
  const other: Executor = {
    ...executor,
    async run(job, options) {
      if (job !== trains[0] || ran.includes(job.label)) return executor.run(job, options);
      ran.push(job.label);
      setTimeout(() => void store.write(job, { seconds: 1, environment: 'other', result: resultOf(job) }), 100);
      throw new JobBusyError('process 7 on node-2 computes it');
    },
  };
  const onElsewhere = (job: Job, reason: string) => void told.push(`${job.label}: ${reason}`);
  const outcomes = await scheduleJobs(jobs, { store, executors: [other], signal, onElsewhere });
  const states = new Map(outcomes.map((outcome) => [outcome.job.label, outcome]));
  expect(states.get(trains[0]!.label)).toMatchObject({ state: 'reused', record: { environment: 'other' } });
  expect(states.get(probes[0]!.label)).toMatchObject({ state: 'computed' });
  expect(ran.filter((label) => label === trains[0]!.label)).toHaveLength(1);
  expect(told).toEqual([`${trains[0]!.label}: process 7 on node-2 computes it`]);
});

test('what another process finished just before is not said to be computed here', async () => {
  const { store, executor } = fixture();
  const quicker: Executor = {
    ...executor,
    async run(job, handlers) {
      await executor.run(job, handlers);
      return runJob(job, { store, environment: 'none', onReused: handlers.onReused });
    },
  };
  const [outcome] = await scheduleJobs(trains.slice(0, 1), { store, executors: [quicker], signal });
  expect(outcome).toMatchObject({ state: 'reused', record: { result: { value: 1 } } });
});

test('a stop does not wait for other processes', async () => {
  const { store, executor } = fixture();
  const abort = new AbortController();
  const busy: Executor = {
    ...executor,
    run: () => Promise.reject(new JobBusyError('process 7 on node-2 computes it')),
  };
  setTimeout(() => abort.abort(), 50);
  const outcomes = await scheduleJobs(jobs.slice(0, 1), { store, executors: [busy], signal: abort.signal });
  expect(outcomes.map(({ state }) => state)).toEqual(['stopped']);
});

test('needed jobs that are not among the given ones run, unless what needs them is finished', async () => {
  const { store, ran, executor } = fixture();
  const run = () => scheduleJobs(probes, { store, executors: [executor], signal });
  await run();
  expect(ran.toSorted()).toEqual(jobs.map(({ label }) => label).toSorted());
  ran.length = 0;
  writeFileSync(path.join(store.directory(trains[0]!), 'record.json'), '');
  expect((await run()).map(({ state }) => state)).toEqual(['reused', 'reused', 'reused']);
  writeFileSync(path.join(store.directory(probes[0]!), 'record.json'), '');
  await run();
  expect(ran).toEqual(['train-a', 'probe-a']);
  expect(store.read(judges[0]!)!.result).toBe('fair');
});

test('a result that the schema refuses now is computed again', async () => {
  const { store, ran, executor } = fixture();
  const run = () => scheduleJobs(trains, { store, executors: [executor], signal });
  await run();
  ran.length = 0;
  const file = path.join(store.directory(trains[1]!), 'record.json');
  const { digest: _, ...record } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  writeFileSync(file, sealJson({ ...record, result: { value: 'many' } }));
  await run();
  expect(ran).toEqual(['train-b']);
});
