import type { Job } from '@polyvae/jobs';
import { expect, test } from 'vitest';
import { type MadeUpOptions, madeUpRun } from '../../test/made-up-run.js';
import { findExperiment } from '../datasets/registry.js';
import { findTable } from '../paper/tables/registry.js';
import { buildTable, buildTables } from './build-table.js';
import type { Table } from './table.js';

function tableOf(number: string, models: readonly string[], options: MadeUpOptions = {}): Table {
  return buildTable(findTable(number), madeUpRun({ ...options, experiments: models.map(findExperiment) }))!;
}

const more = ['MVAE (code weights)', 'MVAE (official code)'];
const moreSpecific = ['MVAE (MS) (code weights)', 'MVAE (MS) (official code)'];

test('rows are those of the experiments of the run; optional ones that are missing are named', () => {
  const some = tableOf('1', ['mvae', 'mmjsd', 'mvae-ms']);
  expect(some.rows.map(({ label }) => label)).toEqual(['MVAE', 'mmJSD', 'mmJSD, mixture', 'MVAE (MS)']);
  expect(some.leftOut.map(({ label }) => label)).toEqual([...more, ...moreSpecific]);
  const all = tableOf('1', ['mvae', 'mvae-official-code', 'mvae-code-weights']);
  expect(all.rows.map(({ label }) => label)).toEqual(['MVAE', ...more]);
  expect(all.leftOut).toEqual([]);
  expect(tableOf('1', ['mmjsd']).leftOut).toEqual([]);
});

test('a table without any row of the run is none', () => {
  expect(buildTable(findTable('5'), madeUpRun())).toBeUndefined();
  expect(buildTables(['1', '5', '2'].map(findTable), madeUpRun()).map(({ number }) => number)).toEqual(['1', '2']);
});

test('cells have the number, the published one and the difference; reductions are those of its jobs too', () => {
  const { rows, notes, context } = tableOf('1', ['mmjsd']);
  expect(rows[0]).toMatchObject({ label: 'mmJSD', computedEarlier: '2026-01-02 03:04 UTC' });
  expect(rows[0]!.cells[1]).toMatchObject({ ours: 0.9, values: [0.9], published: 0.82 });
  expect(rows[0]!.cells[1]!.difference).toBeCloseTo(0.08, 12);
  // Not computed, though the job has not failed.
  expect(rows[0]!.cells[5]).toEqual({ values: [], published: 0.92 });
  expect(notes).toEqual(['The probe learns from 40 latents.']);
  expect(context.reductions).toEqual(['2 steps.']);
  expect(tableOf('4', ['mmjsd']).context.reductions).toEqual([
    '2 steps.',
    'log-likelihoods of at most 4 test items with K = 4 instead of 1,000 with K = 1,000.',
  ]);
});

test('a number fails only with the job that it comes from', () => {
  const values = { default: { image: 0.4, text: 0.5 }, 'mixture-mean': { image: 0.3 } };
  const probe = { values, notes: [], trainSize: 16, testSize: 12 };
  const { rows } = tableOf('5', ['celeba-mmvae'], { failing: ['coherence'], results: { probe } });
  const { cells } = rows.find(({ variant }) => variant === 'default')!;
  expect(cells.map(({ ours }) => ours)).toEqual([0.4, 0.5, undefined, undefined, undefined]);
  const why = 'no <coherence>';
  expect(cells.map(({ missing }) => missing)).toEqual([undefined, undefined, undefined, why, why]);
  expect(rows[0]!.missing).toBe(why);
});

test('a standard error is that of the test items, with several seeds also that of the mean', () => {
  const probe = ({ label }: Job) => ({
    values: { default: { mnist: label.endsWith('2') ? 0.96 : 0.9, svhn: 0.1 } },
    standardErrors: { default: { mnist: 0.02, svhn: null } },
    notes: [],
    trainSize: 40,
    testSize: 20,
  });
  const cellsOf = (seeds: readonly number[]) => tableOf('1', ['mmjsd'], { seeds, results: { probe } }).rows[0]!.cells;
  const errors = cellsOf([1]).map(({ standardError }) => standardError);
  expect(errors.slice(0, 2)).toEqual([0.02, undefined]);
  const [cell] = cellsOf([1, 2]);
  expect(cell!.standardError).toBeCloseTo(Math.hypot(0.02, 0.06 / Math.sqrt(2) / Math.sqrt(2)), 12);
});

test('times have the error that is stated for them', () => {
  const [epochs, seconds] = tableOf('13', ['mmjsd']).rows[0]!.cells;
  expect(epochs).not.toHaveProperty('standardError');
  expect(seconds!.standardError).toBeCloseTo(0.3, 12);
});

test('results that no job can have are refused', () => {
  expect(() => tableOf('1', ['mmjsd'], { results: { probe: { values: {}, notes: [] } } })).toThrow(/trainSize/);
});
