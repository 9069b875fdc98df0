import { choices } from '../../input/suggest.js';
import { UserError } from '../../input/user-error.js';
import type { StringsSpec, TableSpec } from '../table.js';
import { table14, table15, table16 } from './importance-tables.js';
import { table17, table20 } from './strings-tables.js';
import { table1 } from './table-1.js';
import { table2 } from './table-2.js';
import { table3 } from './table-3.js';
import { table4 } from './table-4.js';
import { table5 } from './table-5.js';
import { table13 } from './table-13.js';

/** Every table of numbers. */
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
