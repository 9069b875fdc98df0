import { choices, findNamed } from '../input/suggest.js';
import { UserError } from '../input/user-error.js';
import type { Experiment } from '../paper/experiment.js';
import type { Profile } from '../paper/profile.js';
import type { Dataset } from './dataset.js';
import { digits } from './digits.js';
import { faces } from './faces.js';
import { polymnist } from './polymnist.js';

/** Every data set; the first is the one meant where none is named. */
export const datasets: readonly [Dataset, ...Dataset[]] = [digits, faces, polymnist];

/** Every experiment, those of one data set together. */
export const experiments: readonly Experiment[] = datasets.flatMap((dataset) => dataset.experiments);

/** @throws {UserError} if there is no data set of that name. */
export function findDataset(name: string): Dataset {
  return findNamed(datasets, 'name', { name, unknown: 'Unknown data set' });
}

/** The prefix that ids may be given without. */
const prefix = /^mst-/;

/**
 * The experiment of a name.
 * @param name An experiment's id; the prefix `mst-` may be left out, so that `mmjsd` is `mst-mmjsd`.
 * @throws {UserError} if there is none of that name.
 */
export function findExperiment(name: string): Experiment {
  const found = experiments.find(({ id }) => id === name || id.replace(prefix, '') === name);
  if (found) return found;
  const known = experiments.map(({ id }) => id.replace(prefix, ''));
  throw new UserError(`Unknown model '${name}'.`, choices(name, known));
}

/** Whether a profile runs the experiments' own schedules, on some data set at least. */
export function runsWhole({ name }: Profile): boolean {
  return datasets.some(({ settings }) => settings[name].schedule === undefined);
}
