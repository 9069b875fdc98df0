import path from 'node:path';
import { type Command, Option } from 'commander';
import type { DataSpec, DataSpecs } from '../data/data-spec.js';
import { describeCelebA, describeFiles } from '../data/describe-files.js';
import { backendNames } from '../engines/engine.js';
import type { DatasetName, Experiment } from '../experiment.js';
import type { Profile } from '../profile.js';
import { UserError } from '../user-error.js';
import { integer } from './number-options.js';

/** `--backend` and `--threads`. */
export interface EngineArguments {
  readonly backend: (typeof backendNames)[number];
  readonly threads?: number;
}

/** Adds `--backend` and `--threads`. */
export function withEngine(command: Command): Command {
  return command
    .addOption(
      new Option('--backend <name>', 'engine; auto: node-gpu if installed and it sees a GPU, else onnx')
        .choices(backendNames)
        .default('auto'),
    )
    .option('--threads <n>', 'threads of the engine (default: all cores)', integer(1));
}

/** Adds `--json`. */
export function withJson(command: Command): Command {
  return command.option('--json', 'print only JSON on standard output', false);
}

/** Options of CelebA's files. */
export interface CelebaArguments {
  readonly celebaPartition?: string;
  readonly celebaCache?: string;
  readonly skipCorrupt?: boolean;
}

/** `--data` and the options of CelebA's files. */
export interface DataArguments extends CelebaArguments {
  readonly data: string;
}

/** Adds the options of CelebA's files. */
export function withCelebaFiles(command: Command): Command {
  return command
    .option('--celeba-partition <file>', "which of CelebA's images are for what, instead of its own list")
    .option('--celeba-cache <dir>', 'where decoded images are kept (default: beside the images)')
    .option('--skip-corrupt', "goes on without CelebA's images that are missing or damaged");
}

/** Adds `--data` and the options of CelebA's files. */
export function withData(command: Command): Command {
  return withCelebaFiles(
    command.option(
      '--data <source>',
      "'synthetic', or a folder with mnist/ and svhn/, celeba/ (the official files)",
      'synthetic',
    ),
  );
}

/** The data set that `--data` names, in the sizes of a profile. */
export async function resolveData<D extends DatasetName>(
  { data: source, celebaPartition: partition, celebaCache: cache, skipCorrupt }: DataArguments,
  profile: Profile,
  dataset: D,
): Promise<Required<DataSpecs>[D]> {
  const { dataSeed: seed } = profile;
  const { synthetic, realTestSize: testSize } = dataset === 'celeba' ? profile.faces : profile;
  const options = { seed, ...(testSize !== undefined && { testSize }) };
  let spec: DataSpec;
  if (source === 'synthetic') {
    if (partition || cache || skipCorrupt) {
      throw new UserError(
        '--celeba-partition, --celeba-cache and --skip-corrupt are for files, but the data are synthetic.',
        'Leave them out, or give a folder with --data DIR.',
      );
    }
    if (!synthetic) {
      throw new UserError(
        `The profile '${profile.name}' runs on the official files only.`,
        'Give their folder with --data DIR, or get those of MNIST and SVHN with: polyvae data download --out DIR',
      );
    }
    spec = { kind: dataset === 'celeba' ? 'synthetic-faces' : 'synthetic', seed, ...synthetic };
  } else if (dataset === 'celeba') {
    spec = await describeCelebA(path.join(source, 'celeba'), {
      ...options,
      ...(partition && { partition }),
      ...(cache && { cache }),
      ...(skipCorrupt && { skipCorrupt }),
    });
  } else {
    spec = await describeFiles(source, options);
  }
  return spec as Required<DataSpecs>[D];
}

/** The data of every data set that experiments are about. */
export async function resolveAllData(
  options: DataArguments,
  profile: Profile,
  experiments: readonly Experiment[],
): Promise<DataSpecs> {
  const datasets = [...new Set(experiments.map(({ dataset }) => dataset))];
  const specs = datasets.map(async (dataset) => [dataset, await resolveData(options, profile, dataset)] as const);
  return Object.fromEntries(await Promise.all(specs));
}
