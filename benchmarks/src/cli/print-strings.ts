import { abortOnSignals } from '@polyvae/training/node';
import { openData } from '../data/open-data.js';
import { renderStrings } from '../render/strings.js';
import { type StringsSpec, type StringsTable, stringsOfData, stringsOfModel } from '../strings-table.js';
import { UserError } from '../user-error.js';
import { type BenchArguments, namedExperiments, profileOf } from './bench-arguments.js';
import { resolveData } from './common-options.js';
import { decodingProgress } from './decoding-progress.js';
import { executeBench } from './execute-bench.js';
import { FailedUnitsError } from './failed-units-error.js';
import type { Io } from './io.js';
import { StoppedError } from './stopped-error.js';

type Arguments = BenchArguments & { readonly format: string };

function print(table: StringsTable, { json, format }: Arguments, io: Io): void {
  io.out(renderStrings(table, json ? 'json' : format));
}

async function printStringsOfData(spec: StringsSpec, options: Arguments, io: Io): Promise<void> {
  if (options.only) throw new UserError(`Table ${spec.number} shows texts of the data; it has no models for --only.`);
  const abort = abortOnSignals((name) => io.log(`${name}: stopping`));
  try {
    const data = await resolveData(options, profileOf(options), 'celeba');
    const faces = await openData(data, { onProgress: decodingProgress(io), signal: abort.signal });
    print(stringsOfData(spec, faces), options, io);
  } catch (error) {
    throw abort.signal.aborted ? new StoppedError('Stopped; faces that were decoded are kept.') : error;
  } finally {
    abort.stop();
  }
}

async function printStringsOfModel(spec: StringsSpec, options: Arguments, io: Io): Promise<void> {
  const experiments = namedExperiments(options.only ?? ['celeba-mmjsd']);
  const [experiment] = experiments;
  if (experiments.length !== 1 || experiment!.dataset !== 'celeba') {
    throw new UserError(
      `Table ${spec.number} shows texts of one model of CelebA; --only names ${options.only!.join(', ')}.`,
      'For example: --only celeba-mmvae',
    );
  }
  const request = { profile: profileOf(options), experiments, tables: [], kinds: ['face-samples'] as const };
  const result = await executeBench(options, request, io);
  print(stringsOfModel(spec, experiment!.id, result), options, io);
  if (result.outcomes.some(({ record }) => !record)) throw new FailedUnitsError(result.outcomes);
}

/**
 * Computes and prints a table of strings.
 * @throws {UserError} if `--only` or `--seeds` ask for what the table does not have.
 */
export async function printStrings(spec: StringsSpec, options: Arguments, io: Io): Promise<void> {
  if (options.seeds !== 1) throw new UserError(`Table ${spec.number} shows texts, which have no mean over --seeds.`);
  await (spec.source === 'data' ? printStringsOfData : printStringsOfModel)(spec, options, io);
}
