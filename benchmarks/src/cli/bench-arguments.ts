import type { Command } from 'commander';
import type { Experiment } from '../experiment.js';
import { findExperiment } from '../experiments/registry.js';
import type { Profile } from '../profile.js';
import { findProfile } from '../profiles/registry.js';
import type { TableSpec } from '../table.js';
import { type EngineArguments, withData, withEngine, withJson } from './common-options.js';
import { integer } from './number-options.js';
import { type SlurmArguments, withExecutor } from './slurm-arguments.js';

/** What `bench` and `table` share on the command line. */
export interface BenchArguments extends EngineArguments, SlurmArguments {
  readonly profile: string;
  readonly data: string;
  readonly only?: string[];
  readonly seeds: number;
  readonly out: string;
  readonly json: boolean;
}

/** Adds what `bench` and `table` share. */
export function withBenchOptions(command: Command): Command {
  command
    .option('--profile <name>', 'smoke, quick, standard or paper', 'quick')
    .option('--only <models...>', 'only these experiments, e.g. mmjsd mmvae-ms')
    .option('--seeds <n>', 'number of seeds; with several the tables show mean ± sd', integer(1), 1)
    .option('--out <dir>', 'where results are kept and reused from', 'results')
    .option(
      '--processes <n>',
      'work units at a time (0: all in this process; default: 2 with onnx on two cores or more)',
      integer(0),
    );
  return withJson(withExecutor(withEngine(withData(command))));
}

/** The experiments to run: what was asked for, or those of the tables and the profile. */
export function selectExperiments(
  options: BenchArguments,
  tables: readonly TableSpec[],
): { profile: Profile; experiments: Experiment[] } {
  const profile = findProfile(options.profile);
  const asked = options.only ?? [
    ...new Set(
      tables.flatMap(({ rows }) =>
        rows
          .filter((row) => row.optionalBeside === undefined || profile.extraExperiments.includes(row.experiment))
          .map((row) => row.experiment),
      ),
    ),
  ];
  return {
    profile,
    experiments: [...new Map(asked.map((name) => [findExperiment(name).id, findExperiment(name)])).values()],
  };
}
