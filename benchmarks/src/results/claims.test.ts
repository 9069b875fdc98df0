import { expect, test } from 'vitest';
import { madeUpRun } from '../../test/made-up-run.js';
import type { Claim } from '../paper/claims/claim.js';
import { paperClaims } from '../paper/claims/paper-claims.js';
import { findTable } from '../paper/tables/registry.js';
import { buildTables } from './build-table.js';
import { judgeClaim, judgedClaims, type Lookup, publishedIn } from './judge-claim.js';

test.each(paperClaims)('the numbers of the paper meet $id', (claim) => {
  const { verdict, comparisons } = judgeClaim(claim, publishedIn(findTable(claim.table)));
  expect(comparisons.filter(({ state }) => state !== 'holds')).toEqual([]);
  expect(verdict).toBe('reproduced');
});

test('claims have names of their own and compare something', () => {
  expect(new Set(paperClaims.map(({ id }) => id)).size).toBe(paperClaims.length);
  for (const { comparisons } of paperClaims) expect(comparisons.length).toBeGreaterThan(0);
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

/** Looks up in `{ 'row column': value }`. */
const from =
  (values: Readonly<Record<string, number>>): Lookup =>
  (experiment, column) =>
    values[`${experiment} ${column}`];

test.each([
  ['reproduced', { 'a m': 0.6, 'b m': 0.5, 'b s': 0.2, 'b t': 0.4 }],
  ['not reproduced', { 'a m': 0.59, 'b m': 0.5, 'b s': 0.2, 'b t': 0.4 }],
  ['not reproduced', { 'a m': 0.6, 'b m': 0.5, 'b s': 0.2, 'b t': 0.42 }],
  ['cannot be told', { 'a m': 0.6, 'b m': 0.5, 'b s': 0.2 }],
  ['not reproduced', { 'a m': 0.5, 'b m': 0.5 }],
])('%s from %j', (verdict, values: Readonly<Record<string, number>>) => {
  expect(judgeClaim(claim, from(values)).verdict).toBe(verdict);
});

test('two numbers below the floor say nothing, one of them does', () => {
  const floored: Claim = { ...claim, floor: 0.3, comparisons: claim.comparisons.slice(0, 1) };
  expect(judgeClaim(floored, from({ 'a m': 0.29, 'b m': 0.1 }))).toMatchObject({
    verdict: 'cannot be told',
    comparisons: [{ state: 'empty' }],
  });
  expect(judgeClaim(floored, from({ 'a m': 0.3, 'b m': 0.1 })).verdict).toBe('reproduced');
  expect(judgeClaim(floored, from({ 'a m': 0.1, 'b m': 0.3 })).verdict).toBe('not reproduced');
});

test('the numbers behind a verdict are means times the factor', () => {
  const { comparisons } = judgeClaim(claim, from({ 'a m': 0.6, 'b s': 0.2, 'b t': 0.4 }));
  expect(comparisons[0]).toMatchObject({ state: 'missing', values: { left: 0.6 } });
  expect(comparisons[0]!.values.right).toBeUndefined();
  expect(comparisons[1]!.values.right).toBeCloseTo(0.6, 12);
});

test('a run is judged by its own numbers', () => {
  const values = { default: { 'svhn>mnist': 0.8, 'text>mnist': 0.9, 'svhn+text>mnist': 0.95 } };
  const run = madeUpRun({ results: { coherence: { values, notes: [], testSize: 8, judges: {} } } });
  const claims = judgedClaims(buildTables(['1', '2'].map(findTable), run));
  const verdicts = Object.fromEntries(claims.map((judged) => [judged.claim.id, judged.verdict]));
  expect(verdicts).toMatchObject({ 'latents-joint': 'cannot be told', 'coherence-mmvae-means': 'not reproduced' });
  expect(verdicts).not.toHaveProperty('likelihood-mvae');
});
