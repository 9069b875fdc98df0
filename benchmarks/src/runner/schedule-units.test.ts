import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { experiments } from '../experiments/registry.js';
import { planUnits, unitsOf } from '../plan.js';
import { quick } from '../profiles/quick.js';
import type { Executor } from './executor.js';
import { scheduleUnits } from './schedule-units.js';
import { unitKey, type WorkUnit } from './unit.js';
import { UnitBusyError } from './unit-busy-error.js';
import { UnitStore } from './unit-store.js';

const plan = planUnits({
  profile: quick,
  experiments: experiments.slice(0, 3),
  data: { 'mnist-svhn-text': { kind: 'synthetic', seed: 1, trainSize: 1000, testSize: 10 } },
  seeds: [1],
  backend: 'onnx',
  kinds: ['probe', 'samples'],
});
const units = unitsOf(plan);

function fixture(): { store: UnitStore; ran: string[]; executor: Executor; fail: Set<string> } {
  const store = new UnitStore(mkdtempSync(path.join(tmpdir(), 'polyvae-')));
  const ran: string[] = [];
  const fail = new Set<string>();
  const executor: Executor = {
    async run(unit: WorkUnit) {
      ran.push(unit.label);
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (fail.has(unit.label)) throw new Error('disk full');
      return store.write(unit, { seconds: 1, engine: 'none', result: unit.label });
    },
    close: async () => {},
  };
  return { store, ran, executor, fail };
}

const signal = new AbortController().signal;

test('each unit runs after what it needs, several at a time', async () => {
  const { store, ran, executor } = fixture();
  const outcomes = await scheduleUnits(units, { store, executors: [executor, executor], signal });
  expect(outcomes.every(({ state }) => state === 'computed')).toBe(true);
  expect(ran).toHaveLength(units.length);
  for (const unit of units) {
    for (const need of unit.needs) expect(ran.indexOf(need.label)).toBeLessThan(ran.indexOf(unit.label));
  }
});

test('finished units are reused, and say so', async () => {
  const { store, ran, executor } = fixture();
  await scheduleUnits(units, { store, executors: [executor], signal });
  ran.length = 0;
  const outcomes = await scheduleUnits(units, { store, executors: [executor], signal });
  expect(ran).toEqual([]);
  expect(outcomes.every(({ state, record }) => state === 'reused' && record)).toBe(true);
});

test('a unit whose record is damaged is computed again', async () => {
  const { store, ran, executor } = fixture();
  await scheduleUnits(units, { store, executors: [executor], signal });
  ran.length = 0;
  writeFileSync(path.join(store.directory(units[0]!), 'result.json'), '{"format":1,"key');
  await scheduleUnits(units, { store, executors: [executor], signal });
  expect(ran).toEqual([units[0]!.label]);
});

test('a unit that fails skips only what needs it', async () => {
  const { store, executor, fail } = fixture();
  const [first] = plan;
  fail.add(first!.units.train.label);
  const outcomes = await scheduleUnits(units, { store, executors: [executor, executor], signal });
  const states = new Map(outcomes.map(({ unit, state }) => [unit.label, state]));
  expect(states.get(first!.units.train.label)).toBe('failed');
  expect(states.get(first!.units.probe!.label)).toBe('skipped');
  const skipped = outcomes.find(({ unit }) => unit === first!.units.probe);
  expect(skipped!.reason).toBe(`${first!.units.train.label} failed: disk full`);
  expect(outcomes.filter(({ state }) => state === 'computed')).toHaveLength(units.length - 3);
  expect(outcomes.find(({ state }) => state === 'failed')!.reason).toBe('disk full');
});

test('a stop starts nothing more and loses nothing', async () => {
  const { store, ran, executor } = fixture();
  const abort = new AbortController();
  const outcomes = await scheduleUnits(units, {
    store,
    executors: [executor],
    signal: abort.signal,
    onEnd: () => abort.abort(),
  });
  expect(ran).toHaveLength(1);
  expect(outcomes.filter(({ state }) => state === 'computed')).toHaveLength(1);
  expect(outcomes.filter(({ state }) => state === 'stopped')).toHaveLength(units.length - 1);
});

test('what another process computes is waited for, and the rest goes on meanwhile', async () => {
  const { store, ran, executor } = fixture();
  const [first] = plan;
  const told: string[] = [];
  const other: Executor = {
    ...executor,
    async run(unit, options) {
      if (unit !== first!.units.train || ran.includes(unit.label)) return executor.run(unit, options);
      ran.push(unit.label);
      setTimeout(() => void store.write(unit, { seconds: 1, engine: 'other', result: 'theirs' }), 100);
      throw new UnitBusyError('process 7 on node-2 computes it');
    },
  };
  const onElsewhere = (unit: WorkUnit, reason: string) => void told.push(`${unit.label}: ${reason}`);
  const outcomes = await scheduleUnits(units, { store, executors: [other], signal, onElsewhere });
  const states = new Map(outcomes.map((outcome) => [outcome.unit.label, outcome]));
  expect(states.get(first!.units.train.label)).toMatchObject({ state: 'reused', record: { result: 'theirs' } });
  expect(states.get(first!.units.probe!.label)).toMatchObject({ state: 'computed' });
  expect(ran.filter((label) => label === first!.units.train.label)).toHaveLength(1);
  expect(told).toEqual([`${first!.units.train.label}: process 7 on node-2 computes it`]);
});

test('a stop does not wait for other processes', async () => {
  const { store, executor } = fixture();
  const abort = new AbortController();
  const busy: Executor = {
    ...executor,
    run: () => Promise.reject(new UnitBusyError('process 7 on node-2 computes it')),
  };
  setTimeout(() => abort.abort(), 50);
  const outcomes = await scheduleUnits(units.slice(0, 1), { store, executors: [busy], signal: abort.signal });
  expect(outcomes.map(({ state }) => state)).toEqual(['stopped']);
});

test('a key depends on configuration, data, seed and needs, but not on where files lie', () => {
  const [planned] = plan;
  const train = planned!.units.train;
  const keyWith = (change: object): string => unitKey({ ...train, config: { ...train.config, ...change } });
  expect(keyWith({})).toBe(unitKey(train));
  expect(keyWith({ seed: 2 })).not.toBe(unitKey(train));
  expect(keyWith({ backend: 'cpu' })).not.toBe(unitKey(train));
  expect(keyWith({ data: { ...train.config.data, testSize: 11 } })).not.toBe(unitKey(train));
  const files = (mnist: string, digest: string): string =>
    keyWith({ data: { kind: 'files', seed: 1, digests: { mnist: digest }, paths: { mnist, svhn: '/s' } } });
  expect(files('/a', 'x')).toBe(files('/b', 'x'));
  expect(files('/a', 'x')).not.toBe(files('/a', 'y'));
  expect(unitKey({ ...planned!.units.probe!, needs: [] })).not.toBe(unitKey(planned!.units.probe!));
});
