import {
  type FigureSpec,
  figureNeeds,
  findDataset,
  findExperiment,
  missingFolder,
  type TableSpec,
} from '@polyvae/benchmarks';
import type { Io } from './io.js';
import type { DataArguments } from './options.js';

/**
 * The tables or figures of which `--data` has the data; says which are left out. With no data at all none is: the data are
 * what is wrong.
 */
export function withData<T extends TableSpec | FigureSpec>(
  specs: readonly T[],
  { data }: DataArguments,
  io: Pick<Io, 'log'>,
): readonly T[] {
  const missing = specs.map((spec) => {
    const experiment = 'rows' in spec ? findExperiment(spec.rows[0]!.experiment) : figureNeeds(spec).experiments[0]!;
    return missingFolder(findDataset(experiment.dataset), data);
  });
  if (missing.every((folder) => folder !== undefined)) return specs;
  return specs.filter((spec, i) => {
    if (missing[i] === undefined) return true;
    io.log(`Left out: ${'rows' in spec ? 'Table' : 'Figure'} ${spec.number}, since there is no ${missing[i]}/.`);
    return false;
  });
}
