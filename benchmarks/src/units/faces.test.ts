import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { type BenchResult, runBench } from '../bench.js';
import { celebaMmjsd } from '../experiments/celeba-mmjsd.js';
import { celebaMvae } from '../experiments/celeba-mvae.js';
import { figure2 } from '../figures/figure-2.js';
import { figure8 } from '../figures/figure-8.js';
import { figure9 } from '../figures/figure-9.js';
import { smoke } from '../profiles/smoke.js';
import { renderStrings } from '../render/strings.js';
import { buildFigure, writeFigure } from '../report/write-figure.js';
import { readRun } from '../run-directory.js';
import { UnitStore } from '../runner/unit-store.js';
import { stringsOfModel } from '../strings-table.js';
import { table5 } from '../tables/table-5.js';
import { table20 } from '../tables/table-20.js';
import { loadAttributeClassifier, runAttributeClassifier } from './attribute-classifier.js';
import type { AttributeProbeUnitResult } from './attribute-probe.js';

const out = mkdtempSync(path.join(tmpdir(), 'polyvae-'));
let result: BenchResult;

beforeAll(async () => {
  result = await runBench({
    profile: smoke,
    experiments: [celebaMvae, celebaMmjsd],
    data: { celeba: { kind: 'synthetic-faces', seed: 1, ...smoke.faces.synthetic! } },
    seeds: [1],
    tables: [table5],
    kinds: ['face-samples'],
    backend: 'onnx',
    out,
    processes: 0,
  });
}, 240_000);

test('faces go all the way: two classifiers, and four units a model', () => {
  expect(result.outcomes.map(({ reason, state }) => reason ?? state)).toEqual(Array(10).fill('computed'));
  const [table] = result.tables;
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

test('the mean in the table is that of the attributes that test items have', () => {
  const unit = result.plan.find(({ experiment }) => experiment === celebaMmjsd)!.units['attribute-probe']!;
  const { values, attributes, frequencies } = result.outcome(unit).record!.result as AttributeProbeUnitResult;
  const each = attributes.default!.image!.filter((_, i) => frequencies[i]! > 0);
  expect(values.default!.image).toBeCloseTo(each.reduce((sum, value) => sum + value, 0) / each.length, 12);
});

test('figures of attributes and pictures, and a table of strings', async () => {
  const probe = result.plan[0]!.units['attribute-probe']!;
  const { frequencies } = result.outcome(probe).record!.result as AttributeProbeUnitResult;
  const present = frequencies.filter((frequency) => frequency > 0).length;
  for (const spec of [figure8, figure9]) {
    const figure = await buildFigure(spec, result, smoke);
    // Those that no test item has are left out.
    expect(figure.attributes!.attributes).toHaveLength(present);
    expect(figure.attributes!.panels.map(({ lines }) => lines.map(({ label }) => label))).toEqual(
      spec.panels.map(() => ['MVAE (MS)', 'mmJSD (MS)', 'frequency']),
    );
    expect(figure.svg).toMatch(/^<svg/);
    const frequencies = figure.attributes!.panels[0]!.lines.at(-1)!.values;
    expect([...frequencies].sort((a, b) => b - a)).toEqual(frequencies);
  }
  const pictures = await buildFigure(figure2, result, smoke);
  expect(pictures.svg.match(/<image /g)!.length).toBeGreaterThanOrEqual(40);
  const files = await writeFigure(pictures, { out, profile: 'smoke', data: 'synthetic' });
  expect(readFileSync(files[0]!, 'utf8')).toContain('no beard');
  const strings = stringsOfModel(table20, 'celeba-mmjsd', result);
  expect(strings.strings).toHaveLength(16);
  expect(renderStrings(strings, 'csv').split('\n')).toHaveLength(18);
});

test('the folder of a training says what was trained, and a classifier below its gate is an error', async () => {
  const store = new UnitStore(out);
  const train = result.plan[0]!.units.train;
  expect(readRun(store.directory(train))).toEqual(train.config);
  const coherence = result.plan[0]!.units['attribute-coherence']!;
  const judge = coherence.needs.find((unit) => unit.kind === 'attribute-classifier')!;
  expect(() => loadAttributeClassifier('text', store.directory(judge))).toThrow(/expected|Expected/);
  const directory = mkdtempSync(path.join(tmpdir(), 'polyvae-'));
  const before = tf.memory().numTensors;
  const run = runAttributeClassifier(
    { ...judge.config, gate: 0.99 },
    { directory, needs: [], signal: new AbortController().signal, onProgress: () => {} },
  );
  await expect(run).rejects.toThrow(/must have 0.99/);
  expect(tf.memory().numTensors).toBe(before);
}, 60_000);
