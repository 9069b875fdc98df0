import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { type BenchOptions, type BenchResult, runBench } from './bench.js';
import { FailedUnitsError } from './cli/failed-units-error.js';
import { mstMmjsd } from './experiments/mst-mmjsd.js';
import { mstMmjsdMs } from './experiments/mst-mmjsd-ms.js';
import { mstMmvae } from './experiments/mst-mmvae.js';
import type { Profile } from './profile.js';
import { smoke } from './profiles/smoke.js';
import { writeReport } from './report/write-report.js';
import { UnitStore } from './runner/unit-store.js';
import { table1 } from './tables/table-1.js';
import type { TrainResult } from './units/train.js';

const out = mkdtempSync(path.join(tmpdir(), 'polyvae-'));
const options: BenchOptions = {
  profile: smoke,
  experiments: [mstMmvae, mstMmjsd],
  data: { 'mnist-svhn-text': { kind: 'synthetic', seed: 1, ...smoke.synthetic! } },
  seeds: [1],
  tables: [table1],
  kinds: ['samples', 'coherence', 'quality', 'likelihood', 'latent-space'],
  backend: 'onnx',
  out,
  processes: 0,
};
let first: BenchResult;

beforeAll(async () => {
  first = await runBench(options);
}, 240_000);

test('trains, evaluates, and fills the rows of what was run', () => {
  expect(first.outcomes.map(({ state, reason }) => reason ?? state)).toEqual(Array(17).fill('computed'));
  const [table] = first.tables;
  expect(table!.rows.map(({ label }) => label)).toEqual([
    'MMVAE',
    'MMVAE, mean of the mixture',
    'mmJSD',
    'mmJSD, mixture',
  ]);
  for (const row of table!.rows) {
    expect(row.computedEarlier).toBeUndefined();
    for (const cell of row.cells) {
      expect(cell.ours).toBeGreaterThanOrEqual(0);
      expect(cell.sd).toBeUndefined();
    }
  }
  expect(table!.rows[2]!.cells[6]!.difference).toBeCloseTo(table!.rows[2]!.cells[6]!.ours! - 0.98, 12);
  expect(table!.context.reductions.join(' ')).toMatch(/2 steps of 8 items instead of 219,000 of 256/);
});

test('writes a report that needs nothing else', async () => {
  const { html, markdown, directory } = await writeReport(first, { out, profile: 'smoke', data: 'synthetic' });
  const page = readFileSync(html, 'utf8');
  expect(page).toContain('Data and schedule are reduced.');
  expect(page).toContain('id="mst-mmjsd"');
  for (const kind of ['grid', 'scatter', 'heat']) expect(page).toContain(`class="${kind}"`);
  expect(page).not.toMatch(/(src|href)="(?:https?:)?\/\//);
  for (const [, link] of page.matchAll(/<a href="([^#"][^"]*)"/g)) {
    expect(existsSync(path.join(directory, decodeURIComponent(link!))), link).toBe(true);
  }
  // Pictures are base64, in which anything may be spelt.
  expect(page.replace(/data:image\/png;base64,[^"]*/g, '')).not.toMatch(/undefined|NaN|\[object/);
  expect(readFileSync(markdown, 'utf8')).toContain('| mmJSD');
  for (const file of ['mst-mmjsd.svg', 'table-1.csv', 'table-1.json']) {
    expect(existsSync(path.join(directory, file))).toBe(true);
  }
});

test('a second run computes nothing and says when its numbers were computed', async () => {
  const again = await runBench(options);
  expect(again.outcomes.map(({ state }) => state)).toEqual(Array(17).fill('reused'));
  expect(again.tables[0]!.rows[0]!.computedEarlier).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d UTC$/);
  expect(again.tables[0]!.rows[0]!.cells).toEqual(first.tables[0]!.rows[0]!.cells);
});

test('what figures need is computed in the same run, and apart from the tables', async () => {
  const { experiments, kinds } = { experiments: [mstMmjsd], kinds: ['samples', 'probe'] as const };
  const both = await runBench({ ...options, figures: [{ experiments, kinds }] });
  // Units that the tables have too are there once.
  expect(both.outcomes).toHaveLength(17);
  expect(both.tables[0]!.rows).toEqual((await runBench(options)).tables[0]!.rows);
  const [figure] = both.figures;
  expect(figure!.outcomes.map(({ unit }) => unit.kind)).toEqual(['train', 'probe', 'samples']);
  expect(figure!.outcomes.every(({ record }) => record)).toBe(true);
});

test('a unit that fails leaves its numbers out and the others alone', async () => {
  const { outcomes, tables } = await runBench({
    ...options,
    experiments: [mstMmjsd],
    kinds: ['samples'],
    profile: { ...smoke, probe: { trainSize: 1000 } },
  });
  expect(outcomes.map(({ state }) => state)).toEqual(['reused', 'failed', 'reused']);
  const [row] = tables[0]!.rows;
  expect(row!.missing).toMatch(/to learn from 1000 items, but the training data have 64/);
  expect(row!.cells.map(({ ours }) => ours)).toEqual(Array(7).fill(undefined));
  expect(new FailedUnitsError(outcomes).message).toMatch(
    /1 of 3 work units failed .*\n {2}probe-mst-mmjsd-seed-1 failed/,
  );
});

test('a training that was stopped amid an epoch gives the same weights as one that was not', async () => {
  const profile: Profile = {
    ...smoke,
    schedule: { ...smoke.schedule!, private: { epochs: 2, stepsPerEpoch: 3 } },
  };
  const request: BenchOptions = { ...options, profile, experiments: [mstMmjsdMs], kinds: [] };
  const whole = await runBench(request);
  const folder = new UnitStore(out).directory(whole.plan[0]!.units.train);
  const weights = path.join(folder, 'weights.safetensors');
  const expected = readFileSync(weights);
  const curveOf = ({ outcomes }: BenchResult) => (outcomes[0]!.record!.result as TrainResult).curve;
  rmSync(folder, { recursive: true });
  const abort = new AbortController();
  const stopped = await runBench({
    ...request,
    signal: abort.signal,
    events: { onProgress: (_, { done }) => done === 2 && abort.abort() },
  });
  expect(stopped.outcomes[0]!.state).toBe('stopped');
  expect(existsSync(weights)).toBe(false);
  // The second of the first epoch's three steps.
  expect(readdirSync(path.join(folder, 'checkpoints')).join()).toMatch(/\b0*2\b/);
  const resumed = await runBench(request);
  expect(resumed.outcomes[0]!.state).toBe('computed');
  expect(readFileSync(weights).equals(expected)).toBe(true);
  expect(curveOf(resumed).map(({ step }) => step)).toEqual([3, 6]);
  expect(curveOf(resumed)).toEqual(curveOf(whole));
}, 120_000);
