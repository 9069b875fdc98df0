import { choices } from '../suggest.js';
import type { TableSpec } from '../table.js';
import { UserError } from '../user-error.js';
import { table1 } from './table-1.js';

/** Every table that the runner computes. */
export const tables: readonly TableSpec[] = [table1];

/** @throws {UserError} if there is none of that number. */
export function findTable(number: string): TableSpec {
  const found = tables.find((table) => table.number === number);
  if (found) return found;
  const known = tables.map((table) => table.number);
  throw new UserError(`There is no table '${number}'.`, choices(number, known));
}
