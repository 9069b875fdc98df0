import os from 'node:os';
import {
  dataSpecs,
  jobsOf,
  type Prepared,
  planOf,
  preflight,
  type Run,
  resolveBackend,
  runPlan,
  runsWhole,
  seedsFor,
  type Wanted,
} from '@polyvae/benchmarks';
import type { SlurmSettings } from '@polyvae/jobs';
import { abortOnSignals } from '@polyvae/training/node';
import { type BenchArguments, featuresOf, profileOf, slurmSettings } from './bench-options.js';
import { costLines } from './cost-lines.js';
import { StoppedError } from './errors.js';
import type { Io } from './io.js';
import { openProgress } from './open-with-progress.js';
import { dataSource, given } from './options.js';
import { type RunProgress, runProgress } from './run-progress.js';

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

/** Jobs that run at the same time. */
function lanesOf({ slurm, processes }: { readonly slurm?: SlurmSettings; readonly processes: number }): number {
  return slurm ? (slurm.tasks ?? Number.POSITIVE_INFINITY) : Math.max(1, processes);
}

function stopped(signal: AbortSignal, reached?: Run): StoppedError {
  return new StoppedError('Stopped; what was done is kept. Run the same command again to continue.', signal, reached);
}

/** Announcement of a run, said before it starts. */
function announce(prepared: Prepared, jobs: number, io: Io): void {
  const { profile, wanted, seeds, engine, descriptions, reductions, out } = prepared;
  const lanes = lanesOf(prepared);
  const atATime = Number.isFinite(lanes) ? `${lanes} at a time` : 'as many at a time as Slurm lets';
  const experiments = wanted[0]!.experiments;
  const all = new Set(wanted.flatMap((want) => want.experiments.map(({ id }) => id)));
  const more = all.size - new Set(experiments.map(({ id }) => id)).size;
  io.log(
    `Profile ${profile.name} (${profile.description}): ${experiments.map(({ title }) => title).join(', ')}` +
      `${more > 0 ? ` and ${more} more for figures` : ''}; ${seeds.length} seed${seeds.length > 1 ? 's' : ''}, ${jobs} jobs on ` +
      `${engine.description}, ${atATime}; results in ${out}`,
  );
  for (const description of descriptions) io.log(`  Data: ${description}`);
  if (reductions.length > 0)
    io.log('  Data and schedule fall short of the paper’s; the numbers come with a list of how.');
}

/**
 * Runs what `bench`, `table` and `figure` ask for, with progress on standard error; Ctrl-C saves first, and leaves Slurm's
 * array jobs running.
 * @param wanted The first is what tables show.
 */
export async function execute(options: BenchArguments, wanted: readonly [Wanted, ...Wanted[]], io: Io): Promise<Run> {
  const profile = profileOf(options);
  const { backend, out, threads } = options;
  const features = featuresOf(options);
  const experiments = wanted.flatMap((want) => want.experiments);
  const data = await dataSpecs(experiments, profile, dataSource(options));
  const asked = { profile, wanted, data, backend, ...given({ features }) };
  const seeds = seedsFor(asked, options.seeds);
  const slurm = slurmSettings(options);
  const abort = abortOnSignals((name) =>
    io.log(slurm ? `\n${name}: no longer waiting` : `\n${name}: saving before stopping; once more to stop at once`),
  );
  let progress: RunProgress | undefined;
  try {
    const { signal } = abort;
    const prepared = await preflight(
      {
        ...asked,
        seeds,
        out,
        processes: options.processes ?? (await defaultProcesses(options)),
        ...given({ slurm, threads }),
      },
      { signal, onProgress: openProgress(io) },
    );
    const plan = planOf(prepared);
    const jobs = jobsOf(plan);
    announce(prepared, jobs.length, io);
    // The whole schedule takes long, so what it will take is said first.
    if (runsWhole(profile)) for (const line of await costLines(jobs, prepared, lanesOf(prepared))) io.log(line);
    progress = runProgress(io, jobs, lanesOf(prepared));
    const run = await runPlan(plan, prepared, { signal, events: progress });
    if (signal.aborted) throw stopped(signal, run);
    return run;
  } catch (error) {
    // What is under way when it is stopped fails in ways of its own.
    throw abort.signal.aborted && !(error instanceof StoppedError) ? stopped(abort.signal) : error;
  } finally {
    progress?.close();
    abort.stop();
  }
}
