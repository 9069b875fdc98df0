import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { JobStore, job } from '@polyvae/jobs';
import { beforeAll, expect, test } from 'vitest';
import { findExperiment } from '../datasets/registry.js';
import type { BenchJob } from '../jobs/define-job.js';
import { jobKinds, measuringJob, showingJobs } from '../jobs/registry.js';
import { train } from '../jobs/train.js';
import { findProfile } from '../paper/profiles.js';
import { jobsOfTable } from '../paper/table.js';
import { findTable } from '../paper/tables/registry.js';
import { buildTables } from '../results/build-table.js';
import { type BenchOptions, type BenchResult, runBench } from '../results/run-bench.js';
import { preflight } from '../run/preflight.js';
import { planOf, type Run, runPlan } from '../run/run.js';
import { writeReport } from './write-report.js';

const dataset = 'mnist-svhn-text';
const out = mkdtempSync(path.join(tmpdir(), 'polyvae-'));
const table1 = findTable('1');
const [mmvae, mmjsd, mmjsdMs] = ['mmvae', 'mmjsd', 'mmjsd-ms'].map(findExperiment);
const request = {
  profile: findProfile('smoke'),
  data: { [dataset]: { dataset, source: 'synthetic', seed: 1, trainSize: 64, testSize: 20 } },
  seeds: [1],
  backend: 'onnx',
  out,
  processes: 0,
} as const;
const options: BenchOptions = {
  ...request,
  experiments: [mmvae!, mmjsd!],
  tables: [table1],
  kinds: [...showingJobs, ...['coherence', 'quality', 'likelihood'].map(measuringJob)],
};
let first: BenchResult;

beforeAll(async () => {
  first = await runBench(options);
}, 240_000);

const statesOf = ({ outcomes }: Run): string[] => outcomes.map(({ reason, state }) => reason ?? state);

test('trains, evaluates, and fills the rows of what was run', () => {
  expect(statesOf(first.run)).toEqual(Array(17).fill('computed'));
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
  const { html, markdown, directory } = await writeReport(first.run, { out, tables: first.tables });
  const page = readFileSync(html, 'utf8');
  expect(page).toContain('Data and schedule are reduced.');
  expect(page).toContain('id="mst-mmjsd"');
  expect(page).toContain('<svg xmlns="http://www.w3.org/2000/svg" class="grid"');
  for (const size of ['squares', 'maps']) expect(page).toContain(`<div class="panels ${size}">\n<figure>`);
  expect(page).not.toMatch(/(src|href)="(?:https?:)?\/\//);
  for (const [, link] of page.matchAll(/<a href="([^#"][^"]*)"/g)) {
    expect(existsSync(path.join(directory, decodeURIComponent(link!))), link).toBe(true);
  }
  // Pictures are base64, in which anything may be spelt.
  expect(page.replace(/data:image\/\w+;base64,[^"]*/g, '')).not.toMatch(/undefined|NaN|\[object/);
  expect(readFileSync(markdown, 'utf8')).toContain('| mmJSD');
  for (const file of ['mst-mmjsd.svg', 'table-1.csv', 'table-1.json', 'table-1.tex']) {
    expect(existsSync(path.join(directory, file))).toBe(true);
  }
});

test('a second run computes nothing and says when its numbers were computed', async () => {
  const again = await runBench(options);
  expect(statesOf(again.run)).toEqual(Array(17).fill('reused'));
  expect(again.tables[0]!.rows[0]!.computedEarlier).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d UTC$/);
  expect(again.tables[0]!.rows[0]!.cells).toEqual(first.tables[0]!.rows[0]!.cells);
});

test('what figures need is computed in the same run, and apart from the tables', async () => {
  const kindsNamed = (...names: string[]): BenchJob[] => jobKinds.filter(({ kind }) => names.includes(kind));
  const shown = { experiments: [mmvae!], kinds: jobsOfTable(table1).map(measuringJob) };
  const drawn = { experiments: [mmjsd!], kinds: kindsNamed('samples', 'probe') };
  const prepared = await preflight({ ...request, wanted: [shown, drawn, shown] });
  const run = await runPlan(planOf(prepared), prepared);
  // Jobs that several want are there once.
  const kinds = (part: Run): string[] => part.outcomes.map(({ job }) => job.kind.kind).toSorted();
  expect(kinds(run)).toEqual(['probe', 'probe', 'samples', 'train', 'train']);
  const tables = buildTables([table1], run.only([mmvae!]));
  expect(tables[0]!.rows.map(({ cells }) => cells)).toEqual(
    first.tables[0]!.rows.slice(0, 2).map(({ cells }) => cells),
  );
  const figure = run.only([mmjsd!]);
  expect(kinds(figure)).toEqual(['probe', 'samples', 'train']);
  expect(figure.outcomes.every(({ record }) => record)).toBe(true);
});

test('a job that fails leaves its numbers out and the others alone', async () => {
  const few = { dataset, source: 'synthetic', seed: 1, trainSize: 24, testSize: 20 } as const;
  const { run, tables } = await runBench({
    ...options,
    experiments: [mmjsd!],
    kinds: showingJobs.slice(0, 1),
    data: { [dataset]: few },
  });
  const stateOf = (name: string) => run.outcomes.find(({ job }) => job.kind.kind === name)?.state;
  expect(['train', 'probe', 'samples'].map(stateOf)).toEqual(['computed', 'failed', 'computed']);
  const [row] = tables[0]!.rows;
  expect(row!.missing).toMatch(/to learn from 40 items, but the training data have 24/);
  expect(row!.cells.map(({ ours }) => ours)).toEqual(Array(7).fill(undefined));
});

test('a training that was stopped amid an epoch gives the same weights as one that was not', async () => {
  const prepared = await preflight({ ...request, wanted: [{ experiments: [mmjsdMs!], kinds: [] }] });
  const [planned] = planOf(prepared);
  const { label, config } = planned!.training;
  const schedule = { ...config.schedule, epochs: 2, stepsPerEpoch: 3 };
  const training = job(train, { label, config: { ...config, schedule } });
  const plan = [{ ...planned!, training, jobs: [training] }];
  const whole = await runPlan(plan, prepared);
  const folder = new JobStore(out).directory(training);
  const weights = path.join(folder, 'weights.safetensors');
  const expected = readFileSync(weights);
  const curveOf = (run: Run) => run.outcome(training).record!.result.curve;
  rmSync(folder, { recursive: true });
  const abort = new AbortController();
  const events = {
    onProgress: (_: unknown, { done }: { readonly done: number }) => void (done === 2 && abort.abort()),
  };
  const stopped = await runPlan(plan, prepared, { signal: abort.signal, events });
  expect(stopped.outcomes[0]!.state).toBe('stopped');
  expect(existsSync(weights)).toBe(false);
  // The second of the first epoch's three steps.
  expect(readdirSync(path.join(folder, 'checkpoints')).join()).toMatch(/\b0*2\b/);
  const resumed = await runPlan(plan, prepared);
  expect(resumed.outcomes[0]!.state).toBe('computed');
  expect(readFileSync(weights).equals(expected)).toBe(true);
  expect(curveOf(resumed).map(({ step }) => step)).toEqual([3, 6]);
  expect(curveOf(resumed)).toEqual(curveOf(whole));
}, 120_000);
