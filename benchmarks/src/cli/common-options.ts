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

/** `--data` and `--celeba-partition`. */
export interface DataArguments {
  readonly data: string;
  readonly celebaPartition?: string;
}

/** Adds `--data` and `--celeba-partition`. */
export function withData(command: Command): Command {
  return command
    .option('--data <source>', "'synthetic', or a folder with mnist/ and svhn/, celeba/ (the official files)", 'synthetic')
    .option('--celeba-partition <file>', "which of CelebA's images are for what, instead of its own list");
}

/** The data set that `--data` names, in the sizes of a profile. */
export async function resolveData<D extends DatasetName>(
  { data: source, celebaPartition }: DataArguments,
  profile: Profile,
  dataset: D,
): Promise<Required<DataSpecs>[D]> {
  const { dataSeed: seed } = profile;
  const { synthetic, realTestSize: testSize } = dataset === 'celeba' ? profile.faces : profile;
  const options = { seed, ...(testSize !== undefined && { testSize }) };
  let spec: DataSpec;
  if (source === 'synthetic') {
    if (!synthetic) {
      throw new UserError(
        `The profile '${profile.name}' runs on the official files only.`,
        'Give their folder with --data DIR, or get those of MNIST and SVHN with: polyvae data download --out DIR',
      );
    }
    spec = { kind: dataset === 'celeba' ? 'synthetic-faces' : 'synthetic', seed, ...synthetic };
  } else if (dataset === 'celeba') {
    const partition = celebaPartition && path.resolve(celebaPartition);
    spec = await describeCelebA(path.join(source, 'celeba'), { ...options, ...(partition && { partition }) });
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
