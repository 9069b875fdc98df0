import { expect, test } from 'vitest';
import { type MadeUpOptions, madeUpRun } from '../../../test/made-up-run.js';
import { tables as specs } from '../../paper/tables/registry.js';
import { buildTables } from '../../results/build-table.js';
import { judgedClaims } from '../../results/judge-claim.js';
import type { Table } from '../../results/table.js';
import { claimSection } from './claims.js';

function tablesOf(options: MadeUpOptions = {}): Table[] {
  const first = specs.filter(({ number }) => ['1', '2'].includes(number));
  return buildTables(first, madeUpRun(options));
}

test('claims are judged by the numbers of the run, with those of the paper beside them', () => {
  const values = { default: { 'svhn>mnist': 0.8, 'text>mnist': 0.9, 'svhn+text>mnist': 0.95 } };
  const standardErrors = { default: { 'svhn>mnist': 0.01, 'text>mnist': 0.01, 'svhn+text>mnist': 0.01 } };
  const tables = tablesOf({ results: { coherence: { values, standardErrors, notes: [], judges: {}, testSize: 8 } } });
  const verdicts = Object.fromEntries(judgedClaims(tables).map(({ claim, verdict }) => [claim.id, verdict]));
  expect(verdicts['latents-joint']).toBe('cannot be told');
  expect(verdicts['coherence-mmvae-means']).toBe('does not hold');
  const { body } = claimSection(tables)!;
  expect(body.text).toMatch(/0 hold, \d do not, and \d cannot be told at this size/);
  expect(body.text).toContain('mean of S→M; T→M');
  // Ours, and the paper's: the mean of 0.82 and 0.99.
  expect(body.text).toContain('<td title="standard error 0.010"><b>0.85</b><small>0.91</small>');
});

test('without tables there are no claims', () => {
  expect(claimSection([])).toBeUndefined();
});
