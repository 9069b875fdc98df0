import { fileURLToPath } from 'node:url';
import {
  type Experiment,
  type FeatureSpec,
  findExperiment,
  findProfile,
  inceptionFeatures,
  type Profile,
  type RecipeName,
  type SlurmRequest,
  type TableSpec,
  UserError,
} from '@polyvae/benchmarks';
import { type Command, Option } from 'commander';
import {
  type DataArguments,
  type EngineArguments,
  given,
  integer,
  recipeOption,
  withData,
  withEngine,
  withJson,
} from './options.js';

/** The command, as a task of Slurm calls it. */
const program = fileURLToPath(new URL('../bin/polyvae.js', import.meta.url));

/** Options that `bench`, `table` and `figure` share on the command line. */
export interface BenchArguments extends DataArguments, EngineArguments {
  readonly profile: string;
  readonly recipe?: RecipeName;
  readonly epochs?: number;
  readonly only?: string[];
  readonly seeds: number;
  readonly out: string;
  readonly json: boolean;
  readonly features: FeatureSpec['name'];
  readonly inceptionWeights?: string;
  readonly executor?: 'local' | 'slurm';
  readonly slurmOptions?: string;
  readonly slurmTasks?: number;
  readonly processes?: number;
}

/** Adds what `bench` and `table` share. */
export function withBenchOptions(command: Command): Command {
  return withRunOptions(command.option('--only <models...>', 'only these experiments, e.g. mmjsd mmvae-ms'));
}

/** Adds what `bench`, `table` and `figure` share. */
export function withRunOptions(command: Command): Command {
  command
    .option('--profile <name>', 'smoke, quick, standard or paper', 'quick')
    .addOption(recipeOption())
    .option('--epochs <n>', "epochs of every model, instead of the profile's", integer(1))
    .option('--seeds <n>', 'number of seeds; with several the tables show mean ± sd', integer(1), 1)
    .option('--out <dir>', 'where results are kept and reused from', 'results')
    .option(
      '--processes <n>',
      'jobs at a time (0: all in this process; default with onnx: one for each core, up to 6, and 3 GiB of memory each)',
      integer(0),
    )
    .addOption(
      new Option(
        '--features <name>',
        "in which generated images are compared: those of the classifier that judges them, raw pixels, or Inception's",
      )
        .choices(['classifier', 'pixels', 'inception'])
        .default('classifier'),
    )
    .option(
      '--inception-weights <file>',
      'for --features inception: weights that convert-inception.py of @polyvae/metrics wrote',
    )
    .addOption(
      new Option(
        '--executor <name>',
        'local: processes of this machine; slurm: array jobs, with --out in a shared folder',
      )
        .choices(['local', 'slurm'])
        .default('local'),
    )
    .option('--slurm-options <options>', "for sbatch, e.g. '--partition=long --time=12:00:00 --cpus-per-task=4'")
    .option(
      '--slurm-tasks <n>',
      'tasks of an array job at a time, at most (default: as many as Slurm lets)',
      integer(1),
    );
  return withJson(withEngine(withData(command)));
}

/**
 * The features that the options ask for; undefined for those of the modality's judge.
 * @throws {UserError} if weights are missing or of no use, {JobsError} if they cannot be read.
 */
export function featuresOf({ features, inceptionWeights: weights }: BenchArguments): FeatureSpec | undefined {
  if (features !== 'inception') {
    if (weights === undefined) return features === 'classifier' ? undefined : { name: features };
    throw new UserError('--inception-weights is for --features inception.', 'Add it, or leave the weights out.');
  }
  if (weights === undefined) {
    throw new UserError(
      '--features inception needs a file of weights.',
      'Convert them with convert-inception.py of @polyvae/metrics, and give --inception-weights FILE.',
    );
  }
  return inceptionFeatures(weights);
}

/**
 * Settings for Slurm; undefined if jobs are computed here.
 * @throws {UserError} if an option belongs to the other executor.
 */
export function slurmSettings(asked: BenchArguments): SlurmRequest | undefined {
  const { executor, slurmOptions: options, slurmTasks: tasks, processes, threads } = asked;
  if (executor !== 'slurm') {
    const name = options !== undefined ? '--slurm-options' : tasks !== undefined ? '--slurm-tasks' : undefined;
    if (name) throw new UserError(`${name} needs --executor slurm.`);
    return undefined;
  }
  if (processes !== undefined) {
    throw new UserError(
      '--processes is for this machine.',
      'With --executor slurm, --slurm-tasks bounds what runs at a time.',
    );
  }
  if (options?.includes('\n')) throw new UserError('--slurm-options: expected one line.');
  return { name: 'polyvae', command: [process.execPath, program, 'work'], ...given({ options, tasks, threads }) };
}

/** The profile that was asked for, with the epochs that were asked for. */
export function profileOf({ profile, recipe, epochs }: Pick<BenchArguments, 'profile' | 'recipe' | 'epochs'>): Profile {
  return { ...findProfile(profile, recipe), ...given({ epochs }) };
}

/** The experiments of names, each once. */
export function namedExperiments(names: readonly string[]): readonly Experiment[] {
  return [...new Map(names.map((name) => [findExperiment(name).id, findExperiment(name)])).values()];
}

/** The experiments to run: what was asked for, or those of the tables and the profile. */
export function selectExperiments(
  { only }: Pick<BenchArguments, 'only'>,
  profile: Profile,
  tables: readonly TableSpec[],
): readonly Experiment[] {
  const asked =
    only ??
    tables.flatMap(({ rows }) =>
      rows
        .filter((row) => row.optionalNextTo === undefined || profile.extraExperiments.includes(row.experiment))
        .map((row) => row.experiment),
    );
  return namedExperiments(asked);
}

/** The tables that have a row of one of the experiments. */
export function tablesOf(tables: readonly TableSpec[], experiments: readonly Experiment[]): TableSpec[] {
  const ids = new Set(experiments.map(({ id }) => id));
  return tables.filter(({ rows }) => rows.some(({ experiment }) => ids.has(experiment)));
}
