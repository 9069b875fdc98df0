import { expect, test } from 'vitest';
import { madeUpRun } from '../../test/made-up-run.js';
import type { OpenedData, Split } from '../datasets/dataset.js';
import { findExperiment } from '../datasets/registry.js';
import { table17, table20 } from '../paper/tables/strings-tables.js';
import { stringsOfData, stringsOfModel } from './strings-table.js';

test('strings of data are those of the first test items', () => {
  const test = { size: 20, text: (item) => `text ${item}` } as Split;
  const data: OpenedData = { name: 'celeba', description: 'synthetic faces.', train: test, test };
  const { strings, notes } = stringsOfData(table17, data);
  expect(strings).toHaveLength(12);
  expect(strings[11]).toBe('text 11');
  expect(notes).toEqual(['Data: synthetic faces.']);
});

test('strings of a model were drawn with its pictures; without any the reason is said', () => {
  const experiment = findExperiment('celeba-mmjsd');
  const samples = { rows: [], pictures: {}, texts: ['bald', 'young'] };
  const made = (failing: readonly string[] = []) =>
    madeUpRun({ experiments: [experiment], kinds: ['samples'], results: { samples }, failing });
  const found = stringsOfModel(table20, experiment, made());
  expect(found.strings).toEqual(['bald', 'young']);
  expect(found.notes[0]).toBe('Model: mmJSD (MS) on CelebA.');
  expect(found.notes).toContain('Reused, computed 2026-01-02 03:04 UTC.');
  expect(stringsOfModel(table20, experiment, made(['samples']))).toMatchObject({
    strings: [],
    missing: 'no <samples>',
  });
  expect(stringsOfModel(table20, findExperiment('celeba-mvae'), made()).missing).toBe(
    'celeba-mvae was not part of the run',
  );
});
