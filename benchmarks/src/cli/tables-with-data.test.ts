import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { figure2 } from '../figures/figure-2.js';
import { figure3 } from '../figures/figure-3.js';
import { figure8 } from '../figures/figure-8.js';
import { table1 } from '../tables/table-1.js';
import { table5 } from '../tables/table-5.js';
import { figuresWithData, tablesWithData } from './tables-with-data.js';

test('tables without data are left out and named, unless there are no data at all', () => {
  const data = mkdtempSync(path.join(tmpdir(), 'polyvae-'));
  const lines: string[] = [];
  const io = { log: (line: string) => lines.push(line) };
  expect(tablesWithData([table1, table5], { data: 'synthetic' }, io)).toEqual([table1, table5]);
  expect(tablesWithData([table1, table5], { data }, io)).toEqual([table1, table5]);
  expect(lines).toEqual([]);
  mkdirSync(path.join(data, 'mnist'));
  expect(tablesWithData([table1, table5], { data }, io)).toEqual([table1]);
  expect(lines.join()).toMatch(/Table 5, since there is no .*celeba/);
  expect(figuresWithData([figure2, figure3, figure8], { data }, io)).toEqual([figure3]);
  expect(lines.join()).toMatch(/Figure 2, since .*Figure 8, since/);
});
