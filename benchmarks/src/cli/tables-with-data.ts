import { existsSync } from 'node:fs';
import path from 'node:path';
import type { DatasetName, Experiment } from '../experiment.js';
import { findExperiment } from '../experiments/registry.js';
import type { FigureSpec } from '../figure.js';
import type { TableSpec } from '../table.js';
import type { DataArguments } from './common-options.js';
import type { Io } from './io.js';

/** A folder without which there are no data of a data set. */
const folders: Readonly<Record<DatasetName, string>> = { 'mnist-svhn-text': 'mnist', celeba: 'celeba' };

/** A table or figure, and the data set that it is about. */
interface Wanted<T> {
  readonly spec: T;
  readonly name: string;
  readonly dataset: DatasetName;
}

function withData<T>(wanted: readonly Wanted<T>[], data: string, io: Pick<Io, 'log'>): T[] {
  const folderOf = ({ dataset }: Wanted<T>): string => path.join(data, folders[dataset]);
  const kept = wanted.filter((one) => existsSync(folderOf(one)));
  // With no data at all the data are what is wrong.
  if (kept.length === 0) return wanted.map(({ spec }) => spec);
  for (const one of wanted) {
    if (!kept.includes(one)) io.log(`Left out: ${one.name}, since there is no ${folderOf(one)}/.`);
  }
  return kept.map(({ spec }) => spec);
}

/** The tables that `--data` has data for; says which are left out. With no data at all none is. */
export function tablesWithData(
  tables: readonly TableSpec[],
  { data }: DataArguments,
  io: Pick<Io, 'log'>,
): readonly TableSpec[] {
  if (data === 'synthetic') return tables;
  const wanted = tables.map((spec) => {
    const { dataset } = findExperiment(spec.rows[0]!.experiment);
    return { spec, name: `Table ${spec.number}`, dataset };
  });
  return withData(wanted, data, io);
}

function experimentOf(figure: FigureSpec): Experiment {
  switch (figure.kind) {
    case 'sweep':
      return figure.points[0]!.experiment;
    case 'pictures':
      return findExperiment(figure.panels[0]!.experiment);
    case 'attributes':
      return findExperiment(figure.lines[0]!.experiment);
  }
}

/** The same of figures. */
export function figuresWithData(
  figures: readonly FigureSpec[],
  { data }: DataArguments,
  io: Pick<Io, 'log'>,
): readonly FigureSpec[] {
  if (data === 'synthetic') return figures;
  const wanted = figures.map((spec) => ({
    spec,
    name: `Figure ${spec.number}`,
    dataset: experimentOf(spec).dataset,
  }));
  return withData(wanted, data, io);
}
