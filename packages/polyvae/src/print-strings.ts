import {
  dataSpec,
  findDataset,
  renderStrings,
  type StringsSpec,
  type StringsTable,
  samples,
  stringsOfData,
  stringsOfModel,
  UserError,
} from '@polyvae/benchmarks';
import { abortOnSignals } from '@polyvae/training/node';
import { type BenchArguments, namedExperiments, profileOf } from './bench-options.js';
import { requireAll, StoppedError } from './errors.js';
import { execute } from './execute.js';
import type { Io } from './io.js';
import { openWithProgress } from './open-with-progress.js';
import { dataSource } from './options.js';

type Arguments = BenchArguments & { readonly format: string };

function print(table: StringsTable, { json, format }: Arguments, io: Io): void {
  io.out(renderStrings(table, json ? 'json' : format));
}

async function printStringsOfData(spec: StringsSpec, options: Arguments, io: Io): Promise<void> {
  if (options.only) throw new UserError(`Table ${spec.number} shows texts of the data; it has no models for --only.`);
  const abort = abortOnSignals((name) => io.log(`${name}: stopping`));
  try {
    const source = await dataSpec(findDataset(spec.dataset), profileOf(options), dataSource(options));
    print(stringsOfData(spec, await openWithProgress(source, io, abort.signal)), options, io);
  } catch (error) {
    throw abort.signal.aborted ? new StoppedError('Stopped; what was decoded is kept.', abort.signal) : error;
  } finally {
    abort.stop();
  }
}

async function printStringsOfModel(spec: StringsSpec, options: Arguments, io: Io): Promise<void> {
  const { title, experiments: known } = findDataset(spec.dataset);
  const experiments = namedExperiments(options.only ?? [spec.experiment!]);
  const [experiment] = experiments;
  if (experiments.length !== 1 || experiment!.dataset !== spec.dataset) {
    throw new UserError(
      `Table ${spec.number} shows texts of one model of ${title}; --only names ${options.only!.join(', ')}.`,
      `For example: --only ${known[1]!.id}`,
    );
  }
  const run = await execute(options, [{ experiments, kinds: [samples] }], io);
  print(stringsOfModel(spec, experiment!, run), options, io);
  requireAll(run.outcomes);
}

/**
 * Computes and prints a table of strings.
 * @throws {UserError} if `--only` or `--seeds` ask for what the table does not have.
 */
export async function printStrings(spec: StringsSpec, options: Arguments, io: Io): Promise<void> {
  if (options.seeds !== 1) throw new UserError(`Table ${spec.number} shows texts, which have no mean over --seeds.`);
  await (spec.source === 'data' ? printStringsOfData : printStringsOfModel)(spec, options, io);
}
