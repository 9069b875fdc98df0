import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { experiments } from '../experiments/registry.js';
import { planUnits, unitsOf } from '../plan.js';
import { smoke } from '../profiles/smoke.js';
import type { UnitOutcome } from '../runner/schedule-units.js';
import { unitKey, type WorkUnit } from '../runner/unit.js';
import { claimFile, claimOn } from '../runner/unit-claim.js';
import { readFailure, writeFailure } from '../runner/unit-failure.js';
import { UnitStore } from '../runner/unit-store.js';
import { runOnSlurm } from './run-on-slurm.js';
import type { Slurm, SlurmTask } from './slurm.js';
import { readUnitsFile } from './units-file.js';

const units = unitsOf(
  planUnits({
    profile: smoke,
    experiments: experiments.slice(0, 2),
    data: { 'mnist-svhn-text': { kind: 'synthetic', seed: 1, trainSize: 64, testSize: 20 } },
    seeds: [1],
    backend: 'onnx',
    kinds: ['probe'],
  }),
);
const train = units[0]!;

interface Job {
  readonly id: string;
  readonly name: string;
  readonly units: readonly WorkUnit[];
  readonly after: readonly string[];
}

/** A Slurm that ends one array job a question, those after others later. */
class FakeSlurm implements Slurm {
  readonly store = new UnitStore(mkdtempSync(path.join(tmpdir(), 'polyvae-')));
  readonly jobs: Job[] = [];
  readonly queue: Job[] = [];
  readonly computed: string[] = [];
  /** What becomes of a task; by default its unit is computed if what it needs is there. */
  task: (unit: WorkUnit, id: string) => Promise<void> = (unit) => this.compute(unit);

  async compute(unit: WorkUnit): Promise<void> {
    if (!unit.needs.every((need) => this.store.read(need))) return;
    this.computed.push(unit.label);
    await this.store.write(unit, { seconds: 1, engine: 'none', result: unit.label });
  }

  async submit(script: string, after: readonly string[]): Promise<string> {
    const text = readFileSync(script, 'utf8');
    const name = /--job-name=(\S+)/.exec(text)![1]!;
    const { units: listed } = readUnitsFile(script.replace(/sh$/, 'json'));
    const job = { id: String(this.jobs.length + 1), name, units: listed, after };
    this.jobs.push(job);
    this.queue.push(job);
    return job.id;
  }

  async tasks(): Promise<SlurmTask[]> {
    const ended = this.queue.length > 0 && this.asked++ > 0 ? this.queue.shift() : undefined;
    for (const [task, unit] of (ended?.units ?? []).entries()) await this.task(unit, `${ended!.id}_${task}`);
    return this.queue.flatMap(({ id, name, units: listed }) =>
      listed.map((_, task) => ({ job: id, task, name, state: 'RUNNING', reason: 'None' })),
    );
  }

  ending = async (): Promise<string | undefined> => 'TIMEOUT, exit code 0:15';
  asked = 0;
}

function run(slurm: FakeSlurm, options: { signal?: AbortSignal; notes?: string[] } = {}): Promise<UnitOutcome[]> {
  const { signal = new AbortController().signal, notes = [] } = options;
  const events = { onNote: (text: string) => void notes.push(text) };
  const quick = { pollEvery: 1, settleWithin: 5 };
  return runOnSlurm(units, { store: slurm.store, backend: 'onnx', slurm, settings: {}, signal, events, ...quick });
}

const states = (outcomes: readonly UnitOutcome[]): string[] => outcomes.map(({ state }) => state);

test('one array job for each stage, the second after the first; then everything is reused', async () => {
  const slurm = new FakeSlurm();
  expect(states(await run(slurm))).toEqual(Array(4).fill('computed'));
  expect(slurm.jobs.map(({ units: listed, after }) => [listed.length, after])).toEqual([
    [2, []],
    [2, ['1']],
  ]);
  expect(states(await run(slurm))).toEqual(Array(4).fill('reused'));
  expect(slurm.jobs).toHaveLength(2);
});

test('what Slurm has from an earlier run is waited for, not submitted again', async () => {
  const slurm = new FakeSlurm();
  const abort = new AbortController();
  const notes: string[] = [];
  slurm.asked = -3;
  setTimeout(() => abort.abort(), 20);
  const tasks = slurm.tasks.bind(slurm);
  slurm.tasks = async () => (slurm.jobs.length === 2 && !abort.signal.aborted ? listOf(slurm) : tasks());
  expect(states(await run(slurm, { signal: abort.signal, notes }))).toEqual(Array(4).fill('stopped'));
  expect(notes.at(-1)).toContain('scancel 1 2');
  notes.length = 0;
  slurm.asked = 0;
  expect(states(await run(slurm, { notes }))).toEqual(Array(4).fill('computed'));
  expect(notes).toEqual(['Slurm has 4 of these work units already, in 1, 2']);
  expect(slurm.jobs).toHaveLength(2);
});

function listOf(slurm: FakeSlurm): SlurmTask[] {
  return slurm.queue.flatMap(({ id, name, units: listed }) =>
    listed.map((_, task) => ({ job: id, task, name, state: 'PENDING', reason: 'Resources' })),
  );
}

test('a task that leaves nothing fails with what Slurm says; only what needs it is skipped, and tried again next time', async () => {
  const slurm = new FakeSlurm();
  slurm.task = async (unit) => (unit.label === train.label ? undefined : slurm.compute(unit));
  const outcomes = await run(slurm);
  expect(states(outcomes)).toEqual(['failed', 'skipped', 'computed', 'computed']);
  expect(outcomes[0]!.reason).toMatch(/^Slurm 1_0 ended without a result \(TIMEOUT, exit code 0:15\); .*1-0\.log$/);
  expect(readFailure(slurm.store.directory(train), unitKey(train))!.slurm).toBe('1_0');
  slurm.task = (unit) => slurm.compute(unit);
  slurm.asked = 0;
  expect(states(await run(slurm))).toEqual(['computed', 'computed', 'reused', 'reused']);
  expect(slurm.computed.filter((label) => label === train.label)).toHaveLength(1);
});

test("a task's own reason comes before Slurm's, but not that of an earlier task", async () => {
  const slurm = new FakeSlurm();
  slurm.task = async (unit, id) => {
    const [reason, other] = id === '1_0' ? ['the loss is not a number', id] : ['disk full', '7_1'];
    if (unit.kind === 'train') {
      await writeFailure(slurm.store.directory(unit), unitKey(unit), { reason, detail: '', slurm: other });
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
  slurm.task = async (unit) => (abort.signal.aborted ? slurm.compute(unit) : undefined);
  slurm.tasks = async () => {
    if (slurm.jobs.length === 2) abort.abort();
    return listOf(slurm);
  };
  await run(slurm, { signal: abort.signal });
  slurm.queue.shift();
  slurm.tasks = FakeSlurm.prototype.tasks.bind(slurm);
  slurm.asked = 0;
  expect(states(await run(slurm))).toEqual(Array(4).fill('computed'));
  const resubmitted = slurm.jobs.slice(2).flatMap(({ units: listed }) => listed.map(({ label }) => label));
  expect(resubmitted.toSorted()).toEqual(units.map(({ label }) => label).toSorted());
});

test('a lock that a killed task left on another machine does not hold up the next', async () => {
  const slurm = new FakeSlurm();
  const directory = slurm.store.directory(train);
  await writeFailure(directory, unitKey(train), { reason: 'made the folder', detail: '' });
  const claim = { host: 'node-9', place: 'there', pid: 1, begun: '1', id: 'x', since: '2026-01-01', slurm: '99_0' };
  writeFileSync(path.join(directory, claimFile), JSON.stringify(claim));
  slurm.task = async (unit) => {
    if (unit.label === train.label) expect(claimOn(directory)).toBeUndefined();
    await slurm.compute(unit);
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
  expect(slurm.jobs).toHaveLength(2);
});
