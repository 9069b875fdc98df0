import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findFigure, findTable } from '@polyvae/benchmarks';
import { expect, test } from 'vitest';
import { withData } from './with-data.js';

const [table1, table5] = ['1', '5'].map(findTable);
const [figure2, figure3, figure8] = ['2', '3', '8'].map(findFigure);

test('tables without data are left out and named, unless there are no data at all', () => {
  const data = mkdtempSync(path.join(tmpdir(), 'polyvae-'));
  const lines: string[] = [];
  const io = { log: (line: string) => lines.push(line) };
  expect(withData([table1!, table5!], { data: 'synthetic' }, io)).toEqual([table1, table5]);
  expect(withData([table1!, table5!], { data }, io)).toEqual([table1, table5]);
  expect(lines).toEqual([]);
  mkdirSync(path.join(data, 'mnist'));
  // SVHN is missing too, which is a mistake and no choice: reading the files will say so.
  expect(withData([table1!, table5!], { data }, io)).toEqual([table1]);
  expect(lines.join()).toMatch(/Table 5, since there is no .*celeba/);
  expect(withData([figure2!, figure3!, figure8!], { data }, io)).toEqual([figure3]);
  expect(lines.join()).toMatch(/Figure 2, since .*Figure 8, since/);
});
