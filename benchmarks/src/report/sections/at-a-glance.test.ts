import { expect, test } from 'vitest';
import { type MadeUpOptions, madeUpRun } from '../../../test/made-up-run.js';
import { findExperiment } from '../../datasets/registry.js';
import { tables as specs } from '../../paper/tables/registry.js';
import { buildTables } from '../../results/build-table.js';
import { judgedClaims } from '../../results/judge-claim.js';
import type { Table } from '../../results/table.js';
import { atAGlance, tally } from './at-a-glance.js';

function tablesOf(options: MadeUpOptions = {}): Table[] {
  const first = specs.filter(({ number }) => ['1', '2'].includes(number));
  return buildTables(first, madeUpRun(options));
}

test('cells with a published value are counted by how they stand to it', () => {
  const tables = tablesOf({ experiments: [findExperiment('mmjsd')] });
  // M 0.97 and M,S 0.93 and joint 0.98 as published; S above 0.82, T below 0.99; M,T and S,T were not computed.
  expect(tally(tables[0]!)).toEqual({ same: 3, better: 1, worse: 1, missing: 2, wholeOnly: 0, neutral: 0 });
  // Random coherence as the published code counts is neither; of the nine others only S→M was computed.
  const coherence = { same: 1, better: 0, worse: 0, missing: 8, wholeOnly: 0, neutral: 1 };
  expect(tally(tables[1]!)).toEqual(coherence);
  expect(atAGlance(tables)!.body.text).toContain('1 are left out since neither direction is better');
});

test('claims are judged by the numbers of the run, with those of the paper beside them', () => {
  const values = { default: { 'svhn>mnist': 0.8, 'text>mnist': 0.9, 'svhn+text>mnist': 0.95 } };
  const tables = tablesOf({ results: { coherence: { values, notes: [], judges: {}, testSize: 8 } } });
  const verdicts = Object.fromEntries(judgedClaims(tables).map(({ claim, verdict }) => [claim.id, verdict]));
  expect(verdicts['latents-joint']).toBe('cannot be told');
  expect(verdicts['coherence-mmvae-means']).toBe('not reproduced');
  const { body } = atAGlance(tables)!;
  expect(body.text).toMatch(/0 are reproduced, \d are not, and \d cannot be told/);
  expect(body.text).toContain('mean of S→M; T→M');
  // Ours, and the paper's: the mean of 0.82 and 0.99.
  expect(body.text).toContain('<b>0.85</b><small>0.91</small>');
});

test('without published values there is nothing to compare', () => {
  expect(atAGlance([])).toBeUndefined();
});
