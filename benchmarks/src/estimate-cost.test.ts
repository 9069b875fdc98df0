import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startEngine } from './engines/engine.js';
import { estimateCost, type UnitCost, wallSeconds } from './estimate-cost.js';
import { evaluationPasses } from './evaluation-passes.js';
import { findExperiment } from './experiments/registry.js';
import { planUnits, unitsOf } from './plan.js';
import { smoke } from './profiles/smoke.js';
import type { WorkUnit } from './runner/unit.js';
import { UnitStore } from './runner/unit-store.js';

const units = unitsOf(
  planUnits({
    profile: smoke,
    experiments: [findExperiment('mmvae')],
    data: { 'mnist-svhn-text': { kind: 'synthetic', seed: 1, trainSize: 64, testSize: 20 } },
    seeds: [1, 2],
    backend: 'onnx',
    kinds: ['probe', 'coherence', 'quality', 'likelihood', 'latent-space', 'samples'],
  }),
);
const find = (kind: string): WorkUnit => units.find((unit) => unit.kind === kind)!;

test('every unit that is not there yet has a cost; equal work is measured once', async () => {
  await startEngine('onnx', { purpose: 'train' });
  const store = new UnitStore(mkdtempSync(path.join(tmpdir(), 'polyvae-')));
  await store.write(find('samples'), { seconds: 1, engine: 'none', result: {} });
  const costs = await estimateCost(units, store);
  expect(costs.map(({ unit }) => unit.label)).toEqual(
    units.filter((unit) => unit !== find('samples')).map(({ label }) => label),
  );
  expect(costs.every(({ seconds, count }) => seconds > 0 && count > 0)).toBe(true);
  const trainings = costs.filter(({ unit }) => unit.kind === 'train');
  expect(trainings.map(({ count }) => count)).toEqual([2, 2]);
  expect(trainings[0]!.milliseconds).toBe(trainings[1]!.milliseconds);
}, 60_000);

test('items that go through the model', () => {
  const { trainSize } = smoke.probe;
  expect(evaluationPasses(find('probe'), 20)).toBe(2 * 7 * (trainSize + 20));
  expect(evaluationPasses(find('quality'), 20)).toBe(8 * smoke.quality.samples);
  const { points, samples } = smoke.likelihood;
  expect(evaluationPasses(find('likelihood'), 1e6)).toBe((7 + 12) * points * samples);
});

test('time with several at a time is bounded by the longest chain', () => {
  const cost = (unit: WorkUnit, seconds: number): UnitCost => ({ unit, seconds, count: 1, milliseconds: 1 });
  const costs = [cost(find('train'), 10), cost(find('probe'), 5), cost(find('classifier'), 3)];
  expect(wallSeconds(costs, 1)).toBe(18);
  expect(wallSeconds(costs, Number.POSITIVE_INFINITY)).toBe(15);
  expect(wallSeconds([], 2)).toBe(0);
});
