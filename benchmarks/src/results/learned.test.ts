import { expect, test } from 'vitest';
import { type MadeUpOptions, madeUpRun } from '../../test/made-up-run.js';
import { findExperiment } from '../datasets/registry.js';
import { findings } from '../paper/findings.js';
import { findTable, tables as specs } from '../paper/tables/registry.js';
import { buildTables } from './build-table.js';
import { claimCount, learnedFrom } from './learned.js';

function learnedIn(options: MadeUpOptions): string[] {
  const run = madeUpRun(options);
  return learnedFrom(buildTables(specs, run));
}

const shared = { notes: [], standardErrors: {}, testSize: 20 };

test('sentences tell the numbers of the run beside the paper’s and those of guessing', () => {
  const values = { default: { 'svhn+text>mnist': 0.9, 'mnist+text>svhn': 0.3, 'mnist+svhn>text': 0.6 } };
  const [latents, generated, ...others] = learnedIn({ results: { coherence: { ...shared, values, judges: {} } } });
  expect(latents).toMatch(/for 98\u00a0% of the test items \(the paper: 98\u00a0%, guessing: 10\u00a0%\)\.$/);
  // Of the paper: 0.95, 0.48 and 0.92.
  expect(generated).toMatch(
    /in 60\u00a0% of cases \(the paper: 78\u00a0%, .*\): MNIST 90\u00a0%, SVHN 30\u00a0%, text 60\u00a0%\.$/,
  );
  expect(others).toEqual([]);
});

test('what was not run is not told', () => {
  expect(learnedIn({ experiments: [findExperiment('mvae')] })).toEqual([]);
  expect(learnedIn({ failing: ['probe', 'coherence'] })).toEqual([]);
  expect(claimCount([])).toBeUndefined();
});

test.each(findings)('the numbers of "$begin" are in its table', ({ table, experiment, parts }) => {
  const { rows, columns } = findTable(table);
  expect(rows.some((row) => row.experiment === experiment)).toBe(true);
  const keys = columns.map(({ key }) => key);
  for (const part of parts) expect(keys).toEqual(expect.arrayContaining([...part.columns]));
});
