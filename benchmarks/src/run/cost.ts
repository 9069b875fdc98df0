import { ArgumentTypeError } from '@polyvae/errors';
import { type Job, type JobStore, jobKey } from '@polyvae/jobs';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { openData } from '../datasets/open-data.js';
import { findDataset } from '../datasets/registry.js';
import { releaseEngine } from '../engines/engine.js';
import { buildModel } from '../jobs/compute/build-model.js';
import { judgeNetwork } from '../jobs/compute/judge.js';
import { scoringOf } from '../jobs/compute/scoring.js';
import { type JudgeConfig, judge } from '../jobs/judge.js';
import { jobKinds } from '../jobs/registry.js';
import { totalSteps } from '../jobs/schedule.js';
import { train } from '../jobs/train.js';
import type { TrainConfig } from '../jobs/training.js';
import { measureSteps, quantile, timeSteps } from './measure-steps.js';

/** What one job will take. */
export interface JobCost {
  readonly job: Job;
  /** Steps, or items that go through the model. */
  readonly count: number;
  readonly counted: 'steps' | 'items';
  /** Of one of them. */
  readonly milliseconds: number;
  readonly seconds: number;
}

const few = { steps: 5, warmUp: 3 } as const;

/** Milliseconds of a judge's training step. */
async function judgeStep({ data: spec, modality, width, dropout, batchSize, seed }: JudgeConfig): Promise<number> {
  const { data } = findDataset(spec.dataset);
  const source = (await openData(data, spec)).train.labelled(modality);
  const rng = Rng.fromSeed(seed);
  const classifier = scoringOf(data.target).classifier(judgeNetwork(data, modality, { rng, width, dropout }));
  try {
    const options = { ...few, batchSize: Math.min(batchSize, source.size), learningRate: 1e-3, rng };
    return (await timeSteps(classifier, source, options)).msPerStep.median;
  } finally {
    classifier.dispose();
  }
}

/** Milliseconds for an item to be encoded from all modalities and generated in all. */
async function pass({ experiment, data: spec, seed }: TrainConfig): Promise<number> {
  const { data } = findDataset(spec.dataset);
  const { test } = await openData(data, spec);
  const rng = Rng.fromSeed(seed);
  const model = buildModel(experiment, data, rng.fork('initialisation'));
  // No more than jobs take at a time.
  const items = Uint32Array.from({ length: Math.min(128, test.size) }, (_, i) => i);
  const times: number[] = [];
  try {
    for (let turn = 0; turn < 4; turn++) {
      const begin = performance.now();
      const made = tf.tidy(() => model.generateFrom({ ...test.get(items) }, model.keys, { rng: rng.fork(turn) }));
      await Promise.all(Object.values<tf.Tensor>(made).map((tensor) => tensor.data()));
      tf.dispose(made);
      times.push(performance.now() - begin);
    }
    return quantile(times.slice(1), 0.5) / items.length;
  } finally {
    model.dispose();
  }
}

/** A cost whose unit is still to be measured, once for all jobs with the same key. */
interface Countable extends Pick<JobCost, 'count' | 'counted'> {
  readonly key: string;
  measure(): Promise<number>;
}

async function countableOf(job: Job): Promise<Countable> {
  const { config } = job;
  const { kind } = job.kind;
  if (kind === judge.kind) {
    const own = config as JudgeConfig;
    return { count: own.steps, counted: 'steps', key: jobKey(job), measure: () => judgeStep(own) };
  }
  if (kind === train.kind) {
    const { experiment, schedule, data, seed } = config as TrainConfig;
    const { size } = (await openData(findDataset(data.dataset).data, data)).train;
    const { batchSize } = schedule;
    return {
      count: totalSteps(schedule, size),
      counted: 'steps',
      key: JSON.stringify([experiment, batchSize]),
      measure: async () => (await measureSteps(experiment, data, { ...few, batchSize, seed })).msPerStep.median,
    };
  }
  const own = jobKinds.find((one) => one.kind === kind);
  const training = own?.training?.(config);
  if (!own?.passes || !training) throw new ArgumentTypeError(`The cost of '${kind}' jobs is not known.`);
  const { size } = (await openData(findDataset(training.data.dataset).data, training.data)).test;
  const key = JSON.stringify(['pass', training.experiment]);
  return { count: own.passes(config, size), counted: 'items', key, measure: () => pass(training) };
}

/**
 * What the jobs that the store does not hold yet will take: of trainings the steps × the measured time of a step, of
 * evaluations the items × the measured time of an item's way through the model. A few of each are measured in this process,
 * on the data of the plan.
 */
export async function estimateCost(jobs: readonly Job[], store: JobStore): Promise<JobCost[]> {
  const measured = new Map<string, number>();
  const costs: JobCost[] = [];
  for (const job of jobs) {
    if (store.read(job)) continue;
    const { count, counted, key, measure } = await countableOf(job);
    try {
      const milliseconds = measured.get(key) ?? (await measure());
      measured.set(key, milliseconds);
      costs.push({ job, count, counted, milliseconds, seconds: (count * milliseconds) / 1000 });
    } finally {
      // What was compiled here is of no use to the processes that do the work.
      releaseEngine();
    }
  }
  return costs;
}

/**
 * Seconds until all is done with a number of jobs at a time: their sum shared out, but no less than the longest chain of jobs
 * that need each other.
 */
export function wallSeconds(costs: readonly JobCost[], lanes: number): number {
  const seconds = new Map(costs.map((cost) => [jobKey(cost.job), cost.seconds]));
  const chain = (job: Job): number => (seconds.get(jobKey(job)) ?? 0) + Math.max(0, ...job.needs.map(chain));
  const sum = costs.reduce((total, cost) => total + cost.seconds, 0);
  return Math.max(sum / lanes, ...costs.map(({ job }) => chain(job)));
}
