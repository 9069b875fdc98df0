import { existsSync } from 'node:fs';
import path from 'node:path';
import type { DataSpec, DataSpecs } from '../datasets/data-spec.js';
import type { Dataset, OwnOptions } from '../datasets/dataset.js';
import { datasets, findDataset } from '../datasets/registry.js';
import { UserError } from '../input/user-error.js';
import type { Experiment } from '../paper/experiment.js';
import type { Profile } from '../paper/profile.js';
import { datasetsOf } from './reductions.js';

/** Where data come from. */
export interface DataSource {
  /** `synthetic`, or a folder with the official files. */
  readonly source: string;
  /** Options of the command line that are single data sets' own, by name. */
  readonly own?: OwnOptions;
}

/**
 * The specification of a data set in the sizes of a profile.
 * @throws {UserError} if options do not fit the source, the profile needs files, or files are missing.
 */
export async function dataSpec(
  dataset: Dataset,
  profile: Profile,
  { source, own = {} }: DataSource,
): Promise<DataSpec> {
  const { dataSeed: seed } = profile;
  const { synthetic, realTestSize: testSize } = dataset.settings[profile.name];
  if (source !== 'synthetic') {
    const files = await dataset.describe(source, own).catch((error: unknown) => {
      throw dataset.explain?.(error) ?? error;
    });
    const size = testSize !== undefined && { testSize };
    return { dataset: dataset.name, source: 'files', seed, ...size, ...files };
  }
  const forFiles = datasets
    .flatMap(({ options = [] }) => options.filter(({ name }) => own[name]))
    .map(({ flags }) => flags.split(' ')[0]!);
  if (forFiles.length > 0) {
    throw new UserError(
      `${forFiles.join(', ')}: for files, but the data are synthetic.`,
      'Leave it out, or give a folder with --data DIR.',
    );
  }
  if (!synthetic) {
    throw new UserError(
      `The profile '${profile.name}' runs on the official files only.`,
      'Give their folder with --data DIR, or get those of MNIST and SVHN with: polyvae data download --out DIR',
    );
  }
  return { dataset: dataset.name, source: 'synthetic', seed, ...synthetic };
}

/** The specification of every data set that experiments are about. */
export async function dataSpecs(
  experiments: readonly Experiment[],
  profile: Profile,
  source: DataSource,
): Promise<DataSpecs> {
  const specs = datasetsOf(experiments).map(
    async (name) => [name, await dataSpec(findDataset(name), profile, source)] as const,
  );
  return Object.fromEntries(await Promise.all(specs));
}

/**
 * A folder below the source without which there is nothing of a data set; undefined if there is something, or the data are
 * synthetic. That a part is missing is a mistake, which describing the files tells.
 */
export function missingFolder({ folders }: Dataset, source: string): string | undefined {
  if (source === 'synthetic') return undefined;
  const paths = folders.map((folder) => path.join(source, folder));
  return paths.some((folder) => existsSync(folder)) ? undefined : paths[0];
}
