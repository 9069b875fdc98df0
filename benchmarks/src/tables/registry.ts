import type { StringsSpec } from '../strings-table.js';
import { choices } from '../suggest.js';
import type { TableSpec } from '../table.js';
import { UserError } from '../user-error.js';
import { table1 } from './table-1.js';
import { table2 } from './table-2.js';
import { table3 } from './table-3.js';
import { table4 } from './table-4.js';
import { table5 } from './table-5.js';
import { table13 } from './table-13.js';
import { table14 } from './table-14.js';
import { table15 } from './table-15.js';
import { table16 } from './table-16.js';
import { table17 } from './table-17.js';
import { table20 } from './table-20.js';

/** Every table that the runner computes. */
export const tables: readonly TableSpec[] = [
  table1,
  table2,
  table3,
  table4,
  table5,
  table13,
  table14,
  table15,
  table16,
];

/** Every table of strings. */
export const stringsTables: readonly StringsSpec[] = [table17, table20];

/** @throws {UserError} if there is no table of numbers with that number. */
export function findTable(number: string): TableSpec {
  const found = tables.find((table) => table.number === number);
  if (found) return found;
  const known = [...tables, ...stringsTables].map((table) => table.number);
  throw new UserError(`There is no table '${number}'.`, choices(number, known));
}
