import { mkdirSync, mkdtempSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { countsOf, statusText } from '../cli/status-text.js';
import { experiments } from '../experiments/registry.js';
import { planUnits, unitsOf } from '../plan.js';
import { smoke } from '../profiles/smoke.js';
import { readPlans, writePlan } from './plan-file.js';
import { thisProcess } from './process-identity.js';
import { unitKey, type WorkUnit } from './unit.js';
import { claimFile } from './unit-claim.js';
import { writeFailure } from './unit-failure.js';
import { unitStatuses } from './unit-status.js';
import { UnitStore } from './unit-store.js';

const units = unitsOf(
  planUnits({
    profile: smoke,
    experiments: experiments.slice(0, 3),
    data: { 'mnist-svhn-text': { kind: 'synthetic', seed: 1, trainSize: 64, testSize: 20 } },
    seeds: [1],
    backend: 'onnx',
    kinds: ['probe', 'coherence'],
  }),
);
const find = (kind: string, number: number): WorkUnit => units.filter((unit) => unit.kind === kind)[number]!;

function claim(directory: string, change: object): void {
  mkdirSync(directory, { recursive: true });
  const own = { ...thisProcess(), id: 'x', since: '2026-01-01T10:00:00.000Z', ...change };
  writeFileSync(path.join(directory, claimFile), JSON.stringify(own));
}

test('done, running, failed, waiting, as the folders tell', async () => {
  const root = mkdtempSync(path.join(tmpdir(), 'polyvae-'));
  const store = new UnitStore(root);
  await writePlan(root, 'Profile smoke', units);
  await store.write(find('train', 0), { seconds: 1, engine: 'none', result: {} });
  claim(store.directory(find('train', 1)), { progress: { done: 3, total: 8, note: 'loss 5' }, slurm: '12_1' });
  const failed = find('train', 2);
  await writeFailure(store.directory(failed), unitKey(failed), { reason: 'the disk is full', detail: 'stack' });
  const died = find('classifier', 0);
  claim(store.directory(died), { place: 'elsewhere', host: 'node-2' });
  utimesSync(path.join(store.directory(died), claimFile), 1, 1);
  mkdirSync(path.join(store.directory(find('classifier', 1)), 'checkpoints'), { recursive: true });

  const [plan] = readPlans(root);
  const statuses = unitStatuses(plan!.units, store);
  const of = ({ label }: WorkUnit) => statuses.find(({ unit }) => unit.label === label);
  expect(of(find('train', 0))!.state).toBe('done');
  expect(of(find('train', 1))).toMatchObject({ state: 'running', progress: { done: 3 } });
  expect(of(find('train', 1))!.note).toMatch(/^process \d+ on .* \(Slurm 12_1\), since 2026-01-01 10:00 UTC/);
  expect(of(failed)).toMatchObject({ state: 'failed', note: expect.stringContaining('the disk is full') });
  expect(of(died)).toMatchObject({ state: 'waiting', note: 'its process died; the next run computes it' });
  expect(of(find('classifier', 1))!.note).toBe('begun; the next run computes it');
  expect(of(find('probe', 2))!.note).toBe(`needs ${failed.label}, which failed`);
  expect(of(find('probe', 1))!.note).toBe(`needs ${find('train', 1).label}`);
  expect(countsOf(statuses)).toBe('1 done, 1 running, 1 failed, 9 waiting');

  const text = statusText(plan!, statuses);
  expect(text).toMatch(/^Profile smoke, begun .* UTC: 12 work units, 1 done, 1 running, 1 failed, 9 waiting\n/);
  expect(text).toMatch(/for all .*3 waiting/);
  expect(text).toContain('37 %');
  expect(text).toContain('3/8 loss 5; process');
});

test('the plan that was begun last comes first, and the same units are one plan', async () => {
  const root = mkdtempSync(path.join(tmpdir(), 'polyvae-'));
  expect(readPlans(root)).toEqual([]);
  await writePlan(root, 'first', units);
  await new Promise((resolve) => setTimeout(resolve, 5));
  await writePlan(root, 'second', units.slice(0, 1));
  expect(readPlans(root).map(({ title }) => title)).toEqual(['second', 'first']);
  await new Promise((resolve) => setTimeout(resolve, 5));
  await writePlan(root, 'first again', units);
  writeFileSync(path.join(root, 'plans', 'damaged.json'), '{');
  expect(readPlans(root).map(({ title }) => title)).toEqual(['first again', 'second']);
});
