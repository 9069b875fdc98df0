import type { Command } from 'commander';
import type { Experiment } from '../experiment.js';
import { findExperiment } from '../experiments/registry.js';
import type { Profile } from '../profile.js';
import { findProfile } from '../profiles/registry.js';
import type { TableSpec } from '../table.js';
import { type DataArguments, type EngineArguments, withData, withEngine, withJson } from './common-options.js';
import { type FeatureArguments, withFeatures } from './feature-arguments.js';
import { integer } from './number-options.js';
import { type SlurmArguments, withExecutor } from './slurm-arguments.js';

/** What `bench` and `table` share on the command line. */
export interface BenchArguments extends DataArguments, EngineArguments, FeatureArguments, SlurmArguments {
  readonly profile: string;
  readonly epochs?: number;
  readonly only?: string[];
  readonly seeds: number;
  readonly out: string;
  readonly json: boolean;
}

/** Adds what `bench` and `table` share. */
export function withBenchOptions(command: Command): Command {
  return withRunOptions(command.option('--only <models...>', 'only these experiments, e.g. mmjsd mmvae-ms'));
}

/** Adds what `bench`, `table` and `figure` share. */
export function withRunOptions(command: Command): Command {
  command
    .option('--profile <name>', 'smoke, quick, standard or paper', 'quick')
    .option('--epochs <n>', "epochs of every model, instead of the profile's", integer(1))
    .option('--seeds <n>', 'number of seeds; with several the tables show mean ± sd', integer(1), 1)
    .option('--out <dir>', 'where results are kept and reused from', 'results')
    .option(
      '--processes <n>',
      'work units at a time (0: all in this process; default with onnx: one for each core, up to 6, and 3 GiB of memory each)',
      integer(0),
    );
  return withJson(withExecutor(withEngine(withFeatures(withData(command)))));
}

/** The profile that was asked for, with the epochs that were asked for. */
export function profileOf({ profile, epochs }: Pick<BenchArguments, 'profile' | 'epochs'>): Profile {
  return { ...findProfile(profile), ...(epochs !== undefined && { epochs }) };
}

/** Which experiments are to run, under which profile. */
export interface Selection {
  readonly profile: Profile;
  readonly experiments: readonly Experiment[];
}

/** The experiments of names, each once. */
export function namedExperiments(names: readonly string[]): readonly Experiment[] {
  return [...new Map(names.map((name) => [findExperiment(name).id, findExperiment(name)])).values()];
}

/** The experiments to run: what was asked for, or those of the tables and the profile. */
export function selectExperiments(
  options: Pick<BenchArguments, 'profile' | 'epochs' | 'only'>,
  tables: readonly TableSpec[],
): Selection {
  const profile = profileOf(options);
  const asked =
    options.only ??
    tables.flatMap(({ rows }) =>
      rows
        .filter((row) => row.optionalBeside === undefined || profile.extraExperiments.includes(row.experiment))
        .map((row) => row.experiment),
    );
  return { profile, experiments: namedExperiments(asked) };
}

/** The tables that have a row of one of the experiments. */
export function tablesOf(tables: readonly TableSpec[], experiments: readonly Experiment[]): TableSpec[] {
  const ids = new Set(experiments.map(({ id }) => id));
  return tables.filter(({ rows }) => rows.some(({ experiment }) => ids.has(experiment)));
}
