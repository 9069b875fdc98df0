import os from 'node:os';
import { makeFolder, type SlurmSettings } from '@polyvae/jobs';
import type { DataSpecs } from '../datasets/data-spec.js';
import type { OpenOptions } from '../datasets/dataset.js';
import { openData } from '../datasets/open-data.js';
import { findDataset } from '../datasets/registry.js';
import type { BackendName } from '../engines/backend-names.js';
import { type Engine, startEngine } from '../engines/engine.js';
import { requireMemory } from '../input/available-memory.js';
import { UserError } from '../input/user-error.js';
import { scheduleOf } from '../jobs/schedule.js';
import type { Experiment } from '../paper/experiment.js';
import type { Profile } from '../paper/profile.js';
import type { PlanRequest } from './plan.js';
import { reductions, type TrainSizes, trainSizeOf } from './reductions.js';

/** Slurm's settings, and the program that computes a task. */
export interface SlurmRequest extends SlurmSettings {
  /** The words before those of `polyvae work`: file and index, `--out` and `--threads`. */
  readonly command: readonly string[];
}

/** What to run and how; of what is wanted the first is what tables show, others what figures need. */
export interface RunRequest extends PlanRequest {
  readonly backend: BackendName;
  /** Where results are kept and reused from. */
  readonly out: string;
  /** Processes that compute at the same time; 0: in this one. */
  readonly processes: number;
  /** Compute on Slurm instead of in processes of this machine. */
  readonly slurm?: SlurmRequest;
  /** Threads of each process's engine; absent: the cores shared out. */
  readonly threads?: number;
}

/** A request that was found to be possible. */
export interface Prepared extends RunRequest {
  readonly engine: Engine;
  /** Training items of each data set whose files were opened. */
  readonly trainSizes: TrainSizes;
  /** Descriptions of opened files. */
  readonly descriptions: readonly string[];
  /** What falls short of the paper in the first of what is wanted, one sentence each. */
  readonly reductions: readonly string[];
}

/** Of one that does nothing yet; measured 170 MB. */
const bytesOfProcess = 100 * 2 ** 20;

/** Progress and interruption of opening files. */
export type PreflightOptions = OpenOptions;

/**
 * Opens real files: reading them first shows at once if something is wrong with them, and what pairing makes of them; images
 * are decoded once, here, before processes that train need them.
 */
async function openFiles(
  data: DataSpecs,
  options: PreflightOptions,
): Promise<Pick<Prepared, 'trainSizes' | 'descriptions'>> {
  const trainSizes: Record<string, number> = {};
  const descriptions: string[] = [];
  for (const [name, spec] of Object.entries(data)) {
    if (spec.source === 'synthetic') continue;
    const dataset = findDataset(name);
    try {
      const opened = await openData(dataset.data, spec, options);
      descriptions.push(opened.description);
      trainSizes[name] = opened.train.size;
    } catch (error) {
      throw dataset.explain?.(error) ?? error;
    }
    options.signal?.throwIfAborted();
  }
  return { trainSizes, descriptions };
}

/** Epochs that the data cannot fill fail before anything is computed. */
function checkSchedule(experiment: Experiment, profile: Profile, trainSize: number | undefined): void {
  const { settings } = findDataset(experiment.dataset);
  const { stepsPerEpoch = 1, batchSize } = scheduleOf(experiment, settings[profile.name], profile);
  if (trainSize === undefined || stepsPerEpoch * batchSize <= trainSize) return;
  throw new UserError(
    `${experiment.title}: an epoch of the profile '${profile.name}' has ${stepsPerEpoch} steps of ${batchSize} items, but the ` +
      `training data have only ${trainSize}.`,
    'Choose a smaller profile, or train with: polyvae train --steps-per-epoch N --batch N',
  );
}

/**
 * Checks that a request is possible before anything is computed: the results folder, the engine, the data, the schedules.
 * @throws {JobsError} if `out` cannot be written.
 * @throws {UserError} if the engine cannot be had, files are missing, data do not fill an epoch, or memory does not suffice.
 */
export async function preflight(request: RunRequest, options: PreflightOptions = {}): Promise<Prepared> {
  const { profile, wanted, data, backend, slurm, processes, out } = request;
  if (!slurm) {
    const what = `--processes ${processes.toLocaleString('en-US')}: that many processes of TensorFlow.js alone`;
    requireMemory(what, processes * bytesOfProcess, 'Choose fewer; more than there are processors do not help.');
  }
  makeFolder(out);
  const shared = processes > 1 ? Math.max(1, Math.floor(os.availableParallelism() / processes)) : undefined;
  const threads = request.threads ?? shared;
  const engine: Engine =
    slurm && (backend === 'node-gpu' || backend === 'node')
      ? // It computes on other machines: this one need not have it.
        { name: backend, description: `${backend} on Slurm` }
      : // Tasks of Slurm have the processors of other machines.
        await startEngine(backend, { ...(threads !== undefined && !slurm && { threads }), purpose: 'train' });
  const opened = await openFiles(data, options);
  const experiments = wanted.flatMap((want) => want.experiments);
  for (const experiment of experiments) {
    checkSchedule(experiment, profile, trainSizeOf(experiment.dataset, data, opened.trainSizes));
  }
  return {
    ...request,
    ...(threads !== undefined && { threads }),
    ...opened,
    engine,
    reductions: reductions(profile, wanted[0]?.experiments ?? [], data, opened.trainSizes),
  };
}
