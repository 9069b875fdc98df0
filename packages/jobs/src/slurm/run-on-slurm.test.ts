import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { newFolder } from '../../../../scripts/temporary-folder.js';
import { kinds, probe, toyJobs } from '../../test/toy-jobs.js';
import { claimFile, claimOn } from '../claim.js';
import { type Job, job } from '../job.js';
import { readFailure, writeFailure } from '../job-failure.js';
import { jobKey } from '../job-key.js';
import type { JobOutcome } from '../job-outcome.js';
import { JobStore } from '../job-store.js';
import { deserialiseJobs } from '../serialised-jobs.js';
import { readJobsFile } from './jobs-file.js';
import { runOnSlurm } from './run-on-slurm.js';
import type { Slurm, SlurmTask } from './slurm.js';

const { trains } = toyJobs(['a', 'b']);
const jobs = trains.flatMap((train, i) => [
  train,
  job(probe, { label: `probe-${i}`, config: { model: 'm' }, needs: [train] }),
]);
const train = jobs[0]!;

interface ArrayJob {
  readonly id: string;
  readonly name: string;
  readonly listed: readonly Job[];
  readonly after: readonly string[];
}

/** A Slurm that ends one array job a question, those after others later. */
class FakeSlurm implements Slurm {
  readonly store = new JobStore(newFolder());
  readonly arrayJobs: ArrayJob[] = [];
  readonly queue: ArrayJob[] = [];
  readonly computed: string[] = [];
  /** What becomes of a task; by default its job is computed if what it needs is there. */
  task: (job: Job, id: string) => Promise<void> = (job) => this.compute(job);

  async compute(job: Job): Promise<void> {
    if (!job.needs.every((need) => this.store.read(need))) return;
    this.computed.push(job.label);
    await this.store.write(job, {
      seconds: 1,
      environment: 'none',
      result: job.kind === probe ? { needs: [] } : { value: 1 },
    });
  }

  async submit(script: string, after: readonly string[]): Promise<string> {
    const text = readFileSync(script, 'utf8');
    const name = /--job-name=(\S+)/.exec(text)![1]!;
    const listed = deserialiseJobs(readJobsFile(script.replace(/sh$/, 'json')).jobs, kinds);
    const arrayJob = { id: String(this.arrayJobs.length + 1), name, listed, after };
    this.arrayJobs.push(arrayJob);
    this.queue.push(arrayJob);
    return arrayJob.id;
  }

  async tasks(): Promise<SlurmTask[]> {
    const ended = this.queue.length > 0 && this.asked++ > 0 ? this.queue.shift() : undefined;
    for (const [task, job] of (ended?.listed ?? []).entries()) await this.task(job, `${ended!.id}_${task}`);
    return this.queue.flatMap(({ id, name, listed }) =>
      listed.map((_, task) => ({ arrayJob: id, task, name, state: 'RUNNING', reason: 'None' })),
    );
  }

  ending = async (): Promise<string | undefined> => 'TIMEOUT, exit code 0:15';
  asked = 0;
}

function run(
  slurm: FakeSlurm,
  options: { signal?: AbortSignal; notes?: string[]; told?: string[] } = {},
): Promise<JobOutcome[]> {
  const { signal = new AbortController().signal, notes = [], told = [] } = options;
  const events = {
    onNote: (text: string) => void notes.push(text),
    onDamaged: ({ label }: Job, reason: string) => void told.push(`${label}: ${reason}`),
  };
  const quick = { pollEvery: 1, settleWithin: 5 };
  return runOnSlurm(jobs, {
    store: slurm.store,
    command: ['node', 'work'],
    slurm,
    settings: {},
    signal,
    events,
    ...quick,
  });
}

const states = (outcomes: readonly JobOutcome[]): string[] => outcomes.map(({ state }) => state);

test('one array job for each stage, the second after the first; then everything is reused', async () => {
  const slurm = new FakeSlurm();
  expect(states(await run(slurm))).toEqual(Array(4).fill('computed'));
  expect(slurm.arrayJobs.map(({ listed, after }) => [listed.length, after])).toEqual([
    [2, []],
    [2, ['1']],
  ]);
  expect(states(await run(slurm))).toEqual(Array(4).fill('reused'));
  expect(slurm.arrayJobs).toHaveLength(2);
});

test('a damaged result is computed again by a task, also one whose damage only shows when it is read', async () => {
  const slurm = new FakeSlurm();
  const weights = path.join(slurm.store.directory(train), 'weights');
  slurm.task = async (own) => {
    if (own.label === train.label) {
      mkdirSync(path.dirname(weights), { recursive: true });
      writeFileSync(weights, 'sound');
    }
    await slurm.compute(own);
  };
  await run(slurm);
  const { mtime } = statSync(weights);
  writeFileSync(weights, 'wrong');
  utimesSync(weights, mtime, mtime);
  const told: string[] = [];
  rmSync(path.join(slurm.store.directory(jobs[1]!), 'record.json'));
  slurm.computed.length = 0;
  const outcomes = await run(slurm, { told });
  expect(told).toEqual([`${train.label}: weights is not what was written (its SHA-256 differs)`]);
  expect(states(outcomes)).toEqual(['computed', 'computed', 'reused', 'reused']);
  expect(slurm.computed).toEqual([train.label, jobs[1]!.label]);
});

test('what Slurm has from an earlier run is waited for, not submitted again', async () => {
  const slurm = new FakeSlurm();
  const abort = new AbortController();
  const notes: string[] = [];
  slurm.asked = -3;
  setTimeout(() => abort.abort(), 20);
  const tasks = slurm.tasks.bind(slurm);
  slurm.tasks = async () => (slurm.arrayJobs.length === 2 && !abort.signal.aborted ? listOf(slurm) : tasks());
  expect(states(await run(slurm, { signal: abort.signal, notes }))).toEqual(Array(4).fill('stopped'));
  expect(notes.at(-1)).toContain('scancel 1 2');
  notes.length = 0;
  slurm.asked = 0;
  expect(states(await run(slurm, { notes }))).toEqual(Array(4).fill('computed'));
  expect(notes).toEqual(['Slurm has 4 of these jobs already, in 1, 2']);
  expect(slurm.arrayJobs).toHaveLength(2);
});

function listOf(slurm: FakeSlurm): SlurmTask[] {
  return slurm.queue.flatMap(({ id, name, listed }) =>
    listed.map((_, task) => ({ arrayJob: id, task, name, state: 'PENDING', reason: 'Resources' })),
  );
}

test('a task that leaves nothing fails with what Slurm says; only what needs it is skipped, and tried again next time', async () => {
  const slurm = new FakeSlurm();
  slurm.task = async (job) => (job.label === train.label ? undefined : slurm.compute(job));
  const outcomes = await run(slurm);
  expect(states(outcomes)).toEqual(['failed', 'skipped', 'computed', 'computed']);
  expect(outcomes[0]!.reason).toMatch(/^Slurm 1_0 ended without a result \(TIMEOUT, exit code 0:15\); .*1-0\.log$/);
  expect(readFailure(slurm.store.directory(train), jobKey(train))!.slurm).toBe('1_0');
  slurm.task = (job) => slurm.compute(job);
  slurm.asked = 0;
  expect(states(await run(slurm))).toEqual(['computed', 'computed', 'reused', 'reused']);
  expect(slurm.computed.filter((label) => label === train.label)).toHaveLength(1);
});

test("a task's own reason comes before Slurm's, but not that of an earlier task", async () => {
  const slurm = new FakeSlurm();
  slurm.task = async (job, id) => {
    const [reason, other] = id === '1_0' ? ['the loss is not a number', id] : ['disk full', '7_1'];
    if (job.kind.kind === 'train') {
      await writeFailure(slurm.store.directory(job), jobKey(job), { reason, detail: '', slurm: other });
    }
  };
  const outcomes = await run(slurm);
  expect(outcomes[0]!.reason).toMatch(/^the loss is not a number \(Slurm 1_0;/);
  expect(outcomes[2]!.reason).toMatch(/^Slurm 1_1 ended without a result/);
});

test('an evaluation whose earlier job came too early is submitted again', async () => {
  const slurm = new FakeSlurm();
  // As an earlier run left it: the training is gone without a result, the evaluation still waits.
  const earlier = new FakeSlurm();
  await run(earlier, { signal: AbortSignal.timeout(50) });
  const abort = new AbortController();
  slurm.task = async (job) => (abort.signal.aborted ? slurm.compute(job) : undefined);
  slurm.tasks = async () => {
    if (slurm.arrayJobs.length === 2) abort.abort();
    return listOf(slurm);
  };
  await run(slurm, { signal: abort.signal });
  slurm.queue.shift();
  slurm.tasks = FakeSlurm.prototype.tasks.bind(slurm);
  slurm.asked = 0;
  expect(states(await run(slurm))).toEqual(Array(4).fill('computed'));
  const resubmitted = slurm.arrayJobs.slice(2).flatMap(({ listed }) => listed.map(({ label }) => label));
  expect(resubmitted.toSorted()).toEqual(jobs.map(({ label }) => label).toSorted());
});

test('a lock that a killed task left on another machine does not hold up the next', async () => {
  const slurm = new FakeSlurm();
  const directory = slurm.store.directory(train);
  await writeFailure(directory, jobKey(train), { reason: 'made the folder', detail: '' });
  const claim = { host: 'node-9', place: 'there', pid: 1, begun: '1', id: 'x', since: '2026-01-01', slurm: '99_0' };
  writeFileSync(path.join(directory, claimFile), JSON.stringify(claim));
  slurm.task = async (job) => {
    if (job.label === train.label) expect(claimOn(directory)).toBeUndefined();
    await slurm.compute(job);
  };
  expect(states(await run(slurm))).toEqual(Array(4).fill('computed'));
});

test('a controller that does not answer is asked again', async () => {
  const slurm = new FakeSlurm();
  const notes: string[] = [];
  const tasks = slurm.tasks.bind(slurm);
  let question = 0;
  slurm.tasks = () => (++question === 2 ? Promise.reject(new Error('Unable to contact slurm controller')) : tasks());
  expect(states(await run(slurm, { notes }))).toEqual(Array(4).fill('computed'));
  expect(notes.join('\n')).toContain('asking again: Unable to contact slurm controller');
  expect(slurm.arrayJobs).toHaveLength(2);
});
