import { expect, test } from 'vitest';
import { buildTable } from './build-table.js';
import { selectExperiments } from './cli/bench-arguments.js';
import type { DataSpecs } from './data/data-spec.js';
import type { Experiment } from './experiment.js';
import { celebaMmvae } from './experiments/celeba-mmvae.js';
import { planUnits, unitsOf } from './plan.js';
import { quick } from './profiles/quick.js';
import type { UnitOutcome } from './runner/schedule-units.js';
import type { Table } from './table.js';
import { table1 } from './tables/table-1.js';
import { table5 } from './tables/table-5.js';

const data: DataSpecs = { 'mnist-svhn-text': { kind: 'synthetic', seed: 1, ...quick.synthetic! } };
const context = { profile: 'quick', data: '', backend: 'onnx', seeds: [1], reductions: [] };

function select(profile: string, only?: string[]): readonly Experiment[] {
  const options = { profile, data: 'synthetic', seeds: 1, out: '', json: false, backend: 'onnx' } as const;
  return selectExperiments({ ...options, ...(only && { only }) }, [table1]).experiments;
}

function tableOf(experiments: readonly Experiment[]): Table {
  const plan = planUnits({ profile: quick, experiments, data, seeds: [1], backend: 'onnx', kinds: ['probe'] });
  const outcomes = unitsOf(plan).map((unit) => ({ unit, state: 'stopped' as const }));
  return buildTable(table1, plan, outcomes, context);
}

const official = ['MVAE (official code)', 'MVAE (MS) (official code)'];

test.each(['standard', 'paper'])('%s shows both rows of MVAE', (profile) => {
  const { rows, leftOut } = tableOf(select(profile));
  expect(rows.map(({ label }) => label)).toEqual(expect.arrayContaining(official));
  expect(leftOut).toEqual([]);
});

test('quick names the rows that it leaves out', () => {
  const { rows, leftOut } = tableOf(select('quick'));
  expect(rows.map(({ label }) => label)).not.toContain(official[0]);
  expect(leftOut.map(({ label }) => label)).toEqual(official);
});

test('of rows beside which nothing is shown nothing is said', () => {
  expect(tableOf(select('quick', ['mmjsd'])).leftOut).toEqual([]);
  expect(tableOf(select('quick', ['mvae', 'mvae-official-code'])).leftOut).toEqual([]);
});

test('a number fails only with the unit that it comes from', () => {
  const faces: DataSpecs = { celeba: { kind: 'synthetic-faces', seed: 1, ...quick.faces.synthetic! } };
  const kinds = ['attribute-probe', 'attribute-coherence'] as const;
  const plan = planUnits({
    profile: quick,
    experiments: [celebaMmvae],
    data: faces,
    seeds: [1],
    backend: 'onnx',
    kinds,
  });
  const values = { default: { image: 0.4, text: 0.5 }, 'mixture-mean': { image: 0.3 } };
  const outcomes = unitsOf(plan).map((unit): UnitOutcome => {
    if (unit.kind === 'attribute-coherence') return { unit, state: 'failed', reason: 'no judge' };
    const record = { computedAt: '', result: { values, notes: [] } } as unknown as UnitOutcome['record'];
    return { unit, state: 'computed', record };
  });
  const { rows } = buildTable(table5, plan, outcomes, context);
  const cells = rows.find(({ variant }) => variant === 'default')!.cells;
  expect(cells.map(({ ours }) => ours)).toEqual([0.4, 0.5, undefined, undefined, undefined]);
  expect(cells.map(({ missing }) => missing)).toEqual([undefined, undefined, undefined, 'no judge', 'no judge']);
  expect(rows[0]!.missing).toBe('no judge');
});

test('standard errors are those of one seed', () => {
  const errorsOf = (seeds: readonly number[]): (number | undefined)[] => {
    const experiments = select('quick', ['mmjsd']);
    const plan = planUnits({ profile: quick, experiments, data, seeds, backend: 'onnx', kinds: ['probe'] });
    const result = {
      values: { default: { mnist: 0.9, svhn: 0.1 } },
      standardErrors: { default: { mnist: 0.02, svhn: Number.NaN } },
    };
    const record = { computedAt: '', result: { ...result, notes: [] } } as unknown as UnitOutcome['record'];
    const outcomes = unitsOf(plan).map((unit): UnitOutcome => ({ unit, state: 'computed', record }));
    const [row] = buildTable(table1, plan, outcomes, context).rows;
    return row!.cells.slice(0, 2).map(({ standardError }) => standardError);
  };
  expect(errorsOf([1])).toEqual([0.02, undefined]);
  expect(errorsOf([1, 2])).toEqual([undefined, undefined]);
});
