import type { Job } from '@polyvae/jobs';
import { expect, test } from 'vitest';
import { madeUpRun } from '../../test/made-up-run.js';
import { findExperiment } from '../datasets/registry.js';
import type { Cells, Claim, Comparison } from '../paper/claims/claim.js';
import { paperClaims } from '../paper/claims/paper-claims.js';
import { joint, pairs, singles } from '../paper/mst-keys.js';
import { findTable } from '../paper/tables/registry.js';
import { buildTables } from './build-table.js';
import { judgeClaim, judgedClaims, type Lookup, publishedIn } from './judge-claim.js';
import type { Table } from './table.js';

const paperOf = (claim: Claim): Lookup => publishedIn(findTable(claim.table));

test.each(paperClaims)('the numbers of the paper meet $id', (claim) => {
  const { verdict, comparisons } = judgeClaim(claim, paperOf(claim));
  expect(comparisons.filter(({ state }) => state !== 'holds')).toEqual([]);
  expect(verdict).toBe('holds');
});

/** Numbers of one comparison changed to its opposite: the higher one on the right, the left one clearly below or away from it. */
function opposite({ left, right, relation, margin }: Comparison, paper: Lookup): [Cells, number][] {
  const of = ({ experiment, columns, factor = 1 }: Cells): number =>
    (factor * columns.reduce((sum, column) => sum + paper(experiment, column)!.value, 0)) / columns.length;
  const [l, r] = [of(left), of(right)];
  const clearly = 0.05 * Math.max(1, Math.abs(l), Math.abs(r));
  if (relation === 'near') return [[left, r + margin + clearly]];
  const top = Math.max(l, r);
  return [
    [right, top / (right.factor ?? 1)],
    [left, top + margin - clearly],
  ];
}

test.each(paperClaims)('the opposite of each comparison contradicts $id, unless the errors are large', (claim) => {
  const paper = paperOf(claim);
  for (const [at, comparison] of claim.comparisons.entries()) {
    const planted = opposite(comparison, paper);
    const withErrors =
      (error: number): Lookup =>
      (experiment, column) => {
        const own = planted.find(([cells]) => cells.experiment === experiment && cells.columns.includes(column));
        const value = own?.[1] ?? paper(experiment, column)?.value;
        return value === undefined ? undefined : { value, error };
      };
    const sure = judgeClaim(claim, withErrors(1e-6));
    expect(sure.comparisons[at]!.state).toBe('fails');
    expect(sure.verdict).toBe('does not hold');
    const unsure = judgeClaim(claim, withErrors(1e6));
    expect(unsure.comparisons[at]!.state).toBe('within error');
    expect(unsure.verdict).not.toBe('does not hold');
  }
});

test.each(paperClaims)('with large errors, the opposite of most comparisons leaves $id open', (claim) => {
  const paper = paperOf(claim);
  const planted = claim.comparisons.flatMap((comparison) => opposite(comparison, paper));
  const lookup: Lookup = (experiment, column) => {
    const own = planted.find(([cells]) => cells.experiment === experiment && cells.columns.includes(column));
    const value = own?.[1] ?? paper(experiment, column)?.value;
    return value === undefined ? undefined : { value, error: 1e6 };
  };
  expect(judgeClaim(claim, lookup).verdict).toBe('cannot be told');
});

test('claims have names of their own and compare something', () => {
  expect(new Set(paperClaims.map(({ id }) => id)).size).toBe(paperClaims.length);
  // What is left out of short runs is never all of it.
  for (const { comparisons } of paperClaims) expect(comparisons.some(({ optional }) => !optional)).toBe(true);
});

const claim: Claim = {
  id: 'x',
  table: '1',
  statement: '',
  source: '',
  comparisons: [
    {
      left: { experiment: 'a', columns: ['m'] },
      relation: 'at least',
      right: { experiment: 'b', columns: ['m'] },
      margin: 0.1,
    },
    {
      left: { experiment: 'a', columns: ['m'] },
      relation: 'near',
      right: { experiment: 'b', columns: ['s', 't'], factor: 2 },
      margin: 0.01,
    },
  ],
};

/** Looks up in `{ 'row column': value }`, each with the same error. */
const from =
  (values: Readonly<Record<string, number>>, error = 0): Lookup =>
  (experiment, column) => {
    const value = values[`${experiment} ${column}`];
    return value === undefined ? undefined : { value, error };
  };

test.each([
  ['holds', { 'a m': 0.6, 'b m': 0.5, 'b s': 0.2, 'b t': 0.4 }],
  ['does not hold', { 'a m': 0.59, 'b m': 0.5, 'b s': 0.2, 'b t': 0.4 }],
  ['does not hold', { 'a m': 0.6, 'b m': 0.5, 'b s': 0.2, 'b t': 0.42 }],
  ['cannot be told', { 'a m': 0.6, 'b m': 0.5, 'b s': 0.2 }],
  ['does not hold', { 'a m': 0.5, 'b m': 0.5 }],
])('%s from %j', (verdict, values: Readonly<Record<string, number>>) => {
  expect(judgeClaim(claim, from(values)).verdict).toBe(verdict);
});

test('a comparison fails only beyond two standard errors of the difference', () => {
  const values = { 'a m': 0.55, 'b m': 0.5, 'b s': 0.2, 'b t': 0.35 };
  const stateWith = (error: number) => judgeClaim(claim, from(values, error)).comparisons[0]!.state;
  // Missed by 0.05; the error of the difference is √2 of each number's.
  expect(stateWith(0.05 / (2 * Math.SQRT2) + 1e-4)).toBe('within error');
  expect(stateWith(0.05 / (2 * Math.SQRT2) - 1e-4)).toBe('fails');
  expect(judgeClaim(claim, from(values, 0.02)).verdict).toBe('cannot be told');
  // What is met stays met, however unsure it is.
  expect(judgeClaim(claim, from({ ...values, 'a m': 0.6, 'b t': 0.4 }, 1)).verdict).toBe('holds');
});

test('of four comparisons one may be missed within the error, not two; those near chance are left out', () => {
  const columns = ['a', 'b', 'c', 'd', 'e', 'f'];
  const many: Claim = {
    ...claim,
    floor: 0.2,
    comparisons: columns.map((column) => ({
      left: { experiment: 'x', columns: [column] },
      relation: 'at least',
      right: { experiment: 'y', columns: [column] },
      margin: 0,
    })),
  };
  const verdictOf = (lefts: readonly number[]) =>
    judgeClaim(many, (experiment, column) => ({
      value: experiment === 'x' ? lefts[columns.indexOf(column)]! : lefts[columns.indexOf(column)]! < 0.2 ? 0.1 : 0.5,
      error: 0.01,
    })).verdict;
  expect(verdictOf([0.5, 0.5, 0.5, 0.49, 0.1, 0.1])).toBe('holds');
  expect(verdictOf([0.5, 0.5, 0.49, 0.49, 0.1, 0.1])).toBe('cannot be told');
  expect(verdictOf([0.5, 0.5, 0.5, 0.4, 0.1, 0.1])).toBe('does not hold');
  expect(verdictOf([0.5, 0.5, 0.5, 0.1, 0.1, 0.1])).toBe('cannot be told');
});

test('a mean errs as its parts do, times the factor', () => {
  const lookup: Lookup = (experiment, column) => ({
    value: 1,
    error: experiment === 'a' ? 0 : column === 's' ? 0.1 : 0.3,
  });
  expect(judgeClaim(claim, lookup).comparisons[1]!.values.right!.error).toBeCloseTo(0.4, 12);
});

test('two numbers below the floor say nothing, one of them does', () => {
  const floored: Claim = { ...claim, floor: 0.3, comparisons: claim.comparisons.slice(0, 1) };
  expect(judgeClaim(floored, from({ 'a m': 0.29, 'b m': 0.1 }))).toMatchObject({
    verdict: 'cannot be told',
    comparisons: [{ state: 'empty' }],
  });
  expect(judgeClaim(floored, from({ 'a m': 0.3, 'b m': 0.1 })).verdict).toBe('holds');
  expect(judgeClaim(floored, from({ 'a m': 0.1, 'b m': 0.3 })).verdict).toBe('does not hold');
});

test('the numbers behind a verdict are means times the factor', () => {
  const { comparisons } = judgeClaim(claim, from({ 'a m': 0.6, 'b s': 0.2, 'b t': 0.4 }));
  expect(comparisons[0]).toMatchObject({ state: 'missing', values: { left: { value: 0.6 } } });
  expect(comparisons[0]!.values.right).toBeUndefined();
  expect(comparisons[1]!.values.right!.value).toBeCloseTo(0.6, 12);
});

function probed(experiments: readonly string[], accuracies: Readonly<Record<string, number>>): Table[] {
  const run = madeUpRun({
    experiments: experiments.map(findExperiment),
    kinds: ['probe'],
    results: {
      probe({ label }: Job) {
        const accuracy = accuracies[experiments.find((name) => label.includes(`mst-${name}-seed`))!] ?? 0.9;
        const keys = [...singles, ...pairs, ...joint];
        const each = (value: number) => ({ default: Object.fromEntries(keys.map((key) => [key, value])) });
        return { values: each(accuracy), standardErrors: each(0.01), notes: [], trainSize: 40, testSize: 20 };
      },
    },
  });
  return buildTables([findTable('1')], run);
}

const others = ['mmvae', 'mmjsd', 'mmvae-ms', 'mmjsd-ms'];

test('MVAE is judged by the row with the published code’s weights; what the paper’s text gives is told beside it', () => {
  const tables = probed(['mvae', 'mvae-code-weights', 'mvae-ms', ...others], { mvae: 0.95, 'mvae-code-weights': 0.5 });
  const found = judgedClaims(tables).find((judged) => judged.claim.id === 'latents-mvae-singles')!;
  expect(found).toMatchObject({ verdict: 'holds', corrected: 'does not hold', leftOut: ['mst-mvae-ms-code-weights'] });
  expect(found.comparisons).toHaveLength(3);
  const means = judgedClaims(tables).find((judged) => judged.claim.id === 'latents-mmvae-means')!;
  expect(means).toMatchObject({ verdict: 'holds', leftOut: [] });
  expect(means).not.toHaveProperty('corrected');
});

test('without that row, or with one that failed, nothing is told about MVAE', () => {
  const claims = judgedClaims(probed(['mvae', 'mvae-ms', ...others], {}));
  expect(claims.find((judged) => judged.claim.id === 'latents-mvae-singles')!.verdict).toBe('cannot be told');
  const names = ['mvae', 'mvae-code-weights', 'mvae-ms-code-weights', 'mvae-ms', ...others];
  const failed = madeUpRun({ experiments: names.map(findExperiment), failing: ['probe-mst-mvae-ms-code-weights'] });
  const [first] = judgedClaims(buildTables([findTable('1')], failed));
  expect(first).toMatchObject({ leftOut: [], verdict: 'cannot be told' });
});

test('a run is judged by its own numbers', () => {
  const values = { default: { 'svhn>mnist': 0.8, 'text>mnist': 0.9, 'svhn+text>mnist': 0.95 } };
  const standardErrors = { default: { 'svhn>mnist': 0.01, 'text>mnist': 0.01, 'svhn+text>mnist': 0.01 } };
  const run = madeUpRun({ results: { coherence: { values, notes: [], testSize: 8, judges: {}, standardErrors } } });
  const claims = judgedClaims(buildTables(['1', '2'].map(findTable), run));
  const verdicts = Object.fromEntries(claims.map((judged) => [judged.claim.id, judged.verdict]));
  expect(verdicts).toMatchObject({ 'latents-joint': 'cannot be told', 'coherence-mmvae-means': 'does not hold' });
  expect(verdicts).not.toHaveProperty('likelihood-mvae');
});
