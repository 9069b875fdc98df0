import os from 'node:os';
import { abortOnSignals } from '@polyvae/training/node';
import { type BenchResult, runBench } from '../bench.js';
import { type DataSpec, type DataSpecs, datasetOf, isSynthetic } from '../data/data-spec.js';
import { openData } from '../data/open-data.js';
import { resolveBackend } from '../engines/engine.js';
import type { Experiment } from '../experiment.js';
import type { FigureRequest } from '../figures/figure-request.js';
import { unitsOf } from '../plan.js';
import type { Profile } from '../profile.js';
import { reductions, type TrainSizes } from '../reductions.js';
import type { EvaluationKind } from '../runner/unit.js';
import { scheduleOf } from '../schedule.js';
import type { SlurmSettings } from '../slurm/job-script.js';
import type { TableSpec } from '../table.js';
import { UserError } from '../user-error.js';
import type { BenchArguments, Selection } from './bench-arguments.js';
import { type BenchProgress, benchProgress } from './bench-progress.js';
import { resolveAllData } from './common-options.js';
import { costLines } from './cost-lines.js';
import { decodingProgress } from './decoding-progress.js';
import { featuresOf } from './feature-arguments.js';
import type { Io } from './io.js';
import { slurmSettings } from './slurm-arguments.js';
import { StoppedError } from './stopped-error.js';

/** More do not help for long: there are about as many models to train. */
const mostProcesses = 6;
/** Of one process: data, a model's graph, its evaluation. */
const processBytes = 3 * 2 ** 30;

/** Processes of one thread each do more than one of as many threads; a GPU serves one process. */
async function defaultProcesses({ backend }: BenchArguments): Promise<number> {
  if ((await resolveBackend(backend)) !== 'onnx') return 1;
  const fitting = Math.max(1, Math.floor(os.totalmem() / processBytes));
  return Math.min(mostProcesses, fitting, os.availableParallelism());
}

function atATime(slurm: SlurmSettings | undefined, processes: number): string {
  if (slurm) return slurm.tasks ? `${slurm.tasks} at a time` : 'as many at a time as Slurm lets';
  return `${Math.max(1, processes)} at a time`;
}

/** What is to be computed. */
export interface BenchRequest extends Selection {
  readonly tables: readonly TableSpec[];
  /** Evaluations beyond those that the tables need. */
  readonly kinds?: readonly EvaluationKind[];
  /** What figures need besides. */
  readonly figures?: readonly FigureRequest[];
}

/**
 * Opens real files: reading them first shows at once if something is wrong with them, and what pairing makes of them; faces
 * are decoded once, here, before processes that train need them.
 * @returns Training items.
 */
async function openFiles(data: DataSpecs, io: Io, signal: AbortSignal): Promise<TrainSizes> {
  const sizes: { -readonly [D in keyof TrainSizes]: TrainSizes[D] } = {};
  for (const spec of Object.values(data) as DataSpec[]) {
    if (isSynthetic(spec)) continue;
    const opened = await openData(spec, { onProgress: decodingProgress(io), signal });
    signal.throwIfAborted();
    io.log(`  Data: ${opened.description}`);
    sizes[datasetOf(spec)] = opened.train.size;
  }
  return sizes;
}

function stopped(reached?: BenchResult): StoppedError {
  return new StoppedError('Stopped; what was done is kept. Run the same command again to continue.', reached);
}

/** Epochs that the data cannot fill fail before anything is computed. */
function checkSchedules(
  experiments: readonly Experiment[],
  profile: Profile,
  data: DataSpecs,
  trainSizes: TrainSizes,
): void {
  for (const experiment of experiments) {
    const spec = data[experiment.dataset];
    const size = trainSizes[experiment.dataset] ?? (spec && 'trainSize' in spec ? spec.trainSize : undefined);
    const { stepsPerEpoch = 1, batchSize } = scheduleOf(experiment, profile);
    if (size === undefined || stepsPerEpoch * batchSize <= size) continue;
    throw new UserError(
      `${experiment.title}: an epoch of the profile '${profile.name}' has ${stepsPerEpoch} steps of ${batchSize} items, but the ` +
        `training data have only ${size}.`,
      'Choose a smaller profile, or train with: polyvae train --steps-per-epoch N --batch N',
    );
  }
}

/**
 * Runs what `bench`, `table` and `figure` ask for, with progress on standard error; Ctrl-C saves first, and leaves Slurm's jobs running.
 */
export async function executeBench(
  options: BenchArguments,
  { profile, experiments, tables, kinds = [], figures = [] }: BenchRequest,
  io: Io,
): Promise<BenchResult> {
  const features = featuresOf(options);
  const all = [...new Set([...experiments, ...figures.flatMap((figure) => figure.experiments)])];
  const more = all.length - experiments.length;
  const data = await resolveAllData(options, profile, all);
  const processes = options.processes ?? (await defaultProcesses(options));
  const seeds = Array.from({ length: options.seeds }, (_, i) => i + 1);
  const slurm = slurmSettings(options);
  const abort = abortOnSignals((name) =>
    io.log(slurm ? `\n${name}: no longer waiting` : `\n${name}: saving before stopping; once more to stop at once`),
  );
  let progress: BenchProgress | undefined;
  try {
    const result = await runBench({
      profile,
      experiments,
      data,
      seeds,
      tables,
      kinds,
      figures,
      features,
      backend: options.backend,
      out: options.out,
      processes,
      slurm,
      threads: options.threads,
      signal: abort.signal,
      events: {
        async onPlan(plan, engine) {
          const units = unitsOf(plan);
          io.log(
            `Profile ${profile.name} (${profile.description}): ${experiments.map(({ title }) => title).join(', ')}${more > 0 ? ` and ${more} more for figures` : ''}; ` +
              `${seeds.length} seed${seeds.length > 1 ? 's' : ''}, ${units.length} work units on ${engine.description}, ` +
              `${atATime(slurm, processes)}; results in ${options.out}`,
          );
          const trainSizes = await openFiles(data, io, abort.signal);
          checkSchedules(all, profile, data, trainSizes);
          for (const line of reductions(profile, experiments, data, trainSizes)) io.log(`  Reduced: ${line}`);
          if (!profile.schedule) for (const line of await costLines(units, options, { slurm, processes })) io.log(line);
          progress = benchProgress(
            io,
            units,
            slurm ? (slurm.tasks ?? Number.POSITIVE_INFINITY) : Math.max(1, processes),
          );
        },
        onStart: (unit) => progress?.onStart?.(unit),
        onProgress: (unit, at) => progress?.onProgress?.(unit, at),
        onElsewhere: (unit, reason) => progress?.onElsewhere?.(unit, reason),
        onNote: (text) => progress?.note(text),
        onEnd: (outcome) => progress?.onEnd?.(outcome),
      },
    });
    if (abort.signal.aborted) throw stopped(result);
    return result;
  } catch (error) {
    // What is under way when it is stopped fails in ways of its own.
    throw abort.signal.aborted && !(error instanceof StoppedError) ? stopped() : error;
  } finally {
    progress?.close();
    abort.stop();
  }
}
