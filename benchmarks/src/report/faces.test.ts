import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Job, JobStore } from '@polyvae/jobs';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { findDataset, findExperiment } from '../datasets/registry.js';
import { coherence } from '../jobs/coherence.js';
import { loadJudge } from '../jobs/compute/judge.js';
import type { BenchJob } from '../jobs/define-job.js';
import { type JudgeConfig, judge } from '../jobs/judge.js';
import { probe } from '../jobs/probe.js';
import { readRun } from '../jobs/run-directory.js';
import { samples } from '../jobs/samples.js';
import { findFigure } from '../paper/figures/registry.js';
import { findProfile } from '../paper/profiles.js';
import { findTable, stringsTables } from '../paper/tables/registry.js';
import { buildFigure } from '../results/figures/registry.js';
import { renderStrings } from '../results/formats/registry.js';
import { type BenchResult, runBench } from '../results/run-bench.js';
import { stringsOfModel } from '../results/strings-table.js';
import { jobOf } from '../run/plan.js';
import { drawFigure } from './shown/draw-figure.js';
import { writeFigure } from './write-figure.js';

const dataset = 'celeba';
const { data } = findDataset(dataset);
const out = mkdtempSync(path.join(tmpdir(), 'polyvae-'));
const [mvae, mmjsd] = ['celeba-mvae', 'celeba-mmjsd'].map(findExperiment);
let run: BenchResult['run'];
let tables: BenchResult['tables'];

beforeAll(async () => {
  ({ run, tables } = await runBench({
    profile: findProfile('smoke'),
    experiments: [mvae!, mmjsd!],
    data: { [dataset]: { dataset, source: 'synthetic', seed: 1, trainSize: 24, testSize: 12 } },
    seeds: [1],
    tables: [findTable('5')],
    kinds: [samples],
    backend: 'onnx',
    out,
    processes: 0,
  }));
}, 240_000);

/** The job of a kind that mmJSD has in the run. */
function jobOfMmjsd<Config, Result>(kind: BenchJob<Config, Result>): Job<Config, Result> {
  return jobOf(run.plan.find(({ experiment }) => experiment === mmjsd)!, kind)!;
}

const resultOf = <Config, Result>(kind: BenchJob<Config, Result>): Result =>
  run.outcome(jobOfMmjsd(kind)).record!.result;

test('faces go all the way: two judges, and four jobs a model', () => {
  expect(run.outcomes.map(({ reason, state }) => reason ?? state)).toEqual(Array(10).fill('computed'));
  const [table] = tables;
  expect(table!.rows.map(({ label }) => label)).toEqual(['MVAE (MS)', 'mmJSD (MS)', 'mmJSD (MS), mixture']);
  for (const { cells } of table!.rows.slice(0, 2)) {
    for (const { ours } of cells) {
      expect(ours).toBeGreaterThan(0);
      expect(ours).toBeLessThanOrEqual(1);
    }
  }
  expect(table!.rows[2]!.cells.every(({ ours }) => ours !== undefined)).toBe(true);
  expect(table!.context.data).toMatch(/synthetic faces/);
  expect(table!.context.reductions.join(' ')).toMatch(/width 4 instead of 128/);
});

test('the mean in the table is that of the labels that test items have', () => {
  const { values, perLabel, frequencies } = resultOf(probe);
  const each = perLabel!.default!.image!.filter((_, i) => frequencies![i]! > 0);
  expect(values.default!.image).toBeCloseTo(each.reduce((sum, value) => sum + value, 0) / each.length, 12);
});

test('figures of labels and pictures, and a table of strings', async () => {
  const present = resultOf(probe).frequencies!.filter((frequency) => frequency > 0).length;
  for (const [number, panels] of [
    ['8', 3],
    ['9', 2],
  ] as const) {
    const figure = buildFigure(findFigure(number), run);
    const [part] = figure.parts;
    if (part?.type !== 'dots') throw new TypeError(`Expected dots, found ${part?.type}.`);
    // Those that no test item has are left out.
    expect(part.names).toHaveLength(present);
    expect(part.panels.map(({ series }) => series.map(({ name }) => name))).toEqual(
      Array(panels).fill(['MVAE (MS)', 'mmJSD (MS)', 'frequency']),
    );
    const frequencies = part.panels[0]!.series.at(-1)!.values;
    expect([...frequencies].sort((a, b) => b - a)).toEqual(frequencies);
    expect((await drawFigure(figure)).text).toMatch(/^<svg/);
  }
  const pictures = buildFigure(findFigure('2'), run);
  expect((await drawFigure(pictures)).text.match(/<image /g)!.length).toBeGreaterThanOrEqual(40);
  const files = await writeFigure(pictures, run, { out });
  expect(readFileSync(files[0]!, 'utf8')).toContain('no beard');
  const strings = stringsOfModel(stringsTables.find(({ number }) => number === '20')!, mmjsd!, run);
  expect(strings.strings).toHaveLength(16);
  expect(renderStrings(strings, 'csv').split('\n')).toHaveLength(18);
});

test('the folder of a training says what was trained, and a judge below its gate is an error', async () => {
  const store = new JobStore(out);
  const { training } = run.plan.find(({ experiment }) => experiment === mmjsd)!;
  expect(readRun(store.directory(training))).toEqual(training.config);
  const image = jobOfMmjsd(coherence).needs.find(({ label }) => label === 'judge-celeba-image')!;
  expect(() => loadJudge(data, 'text', store.directory(image))).toThrow(/Expected a judge of 'text' .* 'image'/);
  const before = tf.memory().numTensors;
  const config = { ...(image.config as JudgeConfig), gate: 0.99 };
  const directory = mkdtempSync(path.join(tmpdir(), 'polyvae-'));
  const context = { directory, needs: [], signal: new AbortController().signal, onProgress: () => {} };
  await expect(judge.run(config, context)).rejects.toThrow(/must have 0.99/);
  expect(tf.memory().numTensors).toBe(before);
}, 60_000);
