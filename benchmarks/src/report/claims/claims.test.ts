import { expect, test } from 'vitest';
import { findTable } from '../../tables/registry.js';
import type { Claim } from './claim.js';
import { judgeClaim, type Lookup } from './judge-claim.js';
import { paperClaims } from './paper-claims.js';

function published(table: string): Lookup {
  const { rows, columns } = findTable(table);
  return (experiment, column) => {
    const row = rows.find((one) => one.experiment === experiment && one.variant === 'default');
    return row?.published?.[columns.findIndex(({ key }) => key === column)];
  };
}

test.each(paperClaims)('the numbers of the paper meet $id', (claim) => {
  const { verdict, comparisons } = judgeClaim(claim, published(claim.table));
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
  expect(comparisons[0]!.values).not.toHaveProperty('right');
  expect(comparisons[1]!.values.right).toBeCloseTo(0.6, 12);
});
