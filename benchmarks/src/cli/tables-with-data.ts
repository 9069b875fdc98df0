import { existsSync } from 'node:fs';
import path from 'node:path';
import type { DatasetName } from '../experiment.js';
import { findExperiment } from '../experiments/registry.js';
import type { TableSpec } from '../table.js';
import type { DataArguments } from './common-options.js';
import type { Io } from './io.js';

/** A folder without which there are no data of a data set. */
const folders: Readonly<Record<DatasetName, string>> = { 'mnist-svhn-text': 'mnist', celeba: 'celeba' };

/** The tables of a profile that `--data` has data for; says which are left out. With no data at all none is. */
export function tablesWithData(
  tables: readonly TableSpec[],
  { data }: DataArguments,
  io: Pick<Io, 'log'>,
): readonly TableSpec[] {
  if (data === 'synthetic') return tables;
  const isThere = ({ rows }: TableSpec): boolean => {
    const { dataset } = findExperiment(rows[0]!.experiment);
    return existsSync(path.join(data, folders[dataset]));
  };
  const kept = tables.filter(isThere);
  if (kept.length === 0) return tables;
  for (const table of tables) {
    if (kept.includes(table)) continue;
    const { dataset } = findExperiment(table.rows[0]!.experiment);
    io.log(`Left out: Table ${table.number}, since there is no ${path.join(data, folders[dataset])}/.`);
  }
  return kept;
}
