import { type Batch, Classifier, type MultimodalVae } from '@polyvae/models';
import { Rng } from '@polyvae/random';
import type { BatchSource } from '@polyvae/training';
import * as tf from '@tensorflow/tfjs';
import { openData } from './data/open-data.js';
import { releaseEngine } from './engines/engine.js';
import { evaluationPasses } from './evaluation-passes.js';
import { measureSteps } from './measure-steps.js';
import { type UnitOfKind, unitKey, type WorkUnit } from './runner/unit.js';
import type { UnitStore } from './runner/unit-store.js';
import { totalSteps } from './schedule.js';
import { timeSteps } from './time-steps.js';
import { attributeClassifier } from './units/attribute-classifier.js';
import { attributeData } from './units/attribute-data.js';
import { buildModel } from './units/build-model.js';
import { classifierNetwork } from './units/classifier.js';
import { labelledData } from './units/labelled-data.js';
import { isFacesTraining, type TrainConfig } from './units/train.js';

/** What one unit will take. */
export interface UnitCost {
  readonly unit: WorkUnit;
  /** Steps, or items that go through the model. */
  readonly count: number;
  /** Of one of them. */
  readonly milliseconds: number;
  readonly seconds: number;
}

const few = { steps: 5, warmUp: 3 } as const;

/** Items that are timed at once: no more than the units take. */
const largestPass = 128;

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}

async function classifierStep({ config }: UnitOfKind<'classifier'>): Promise<number> {
  const { modality, batchSize, seed } = config;
  const data = labelledData((await openData(config.data)).train, modality);
  const rng = Rng.fromSeed(seed);
  const classifier = new Classifier(classifierNetwork(modality, rng));
  try {
    const options = { ...few, batchSize: Math.min(batchSize, data.size), learningRate: 1e-3, rng };
    return median((await timeSteps(classifier, data, options)).times);
  } finally {
    classifier.dispose();
  }
}

async function attributeClassifierStep({ config }: UnitOfKind<'attribute-classifier'>): Promise<number> {
  const { modality, batchSize, width, dropout, seed } = config;
  const data = attributeData((await openData(config.data)).train, modality);
  const rng = Rng.fromSeed(seed);
  const classifier = attributeClassifier(modality, { rng, width, dropout });
  try {
    const options = { ...few, batchSize: Math.min(batchSize, data.size), learningRate: 1e-3, rng };
    return median((await timeSteps(classifier, data, options)).times);
  } finally {
    classifier.dispose();
  }
}

/** Milliseconds for an item to be encoded from all modalities and generated in all. */
async function pass(config: TrainConfig): Promise<number> {
  const initialisation = Rng.fromSeed(config.seed).fork('initialisation');
  if (isFacesTraining(config)) {
    const { test } = await openData(config.data);
    return passOf(buildModel(config.experiment, initialisation), test, config.seed);
  }
  const { test } = await openData(config.data);
  return passOf(buildModel(config.experiment, initialisation), test, config.seed);
}

/** The same of a model, which is disposed. */
async function passOf<K extends string>(
  model: MultimodalVae<K>,
  test: BatchSource<Batch<K>>,
  seed: number,
): Promise<number> {
  const rng = Rng.fromSeed(seed);
  const items = Uint32Array.from({ length: Math.min(largestPass, test.size) }, (_, i) => i);
  const times: number[] = [];
  try {
    for (let turn = 0; turn < 4; turn++) {
      const begin = performance.now();
      const made = tf.tidy(() => model.generateFrom({ ...test.get(items) }, model.keys, { rng: rng.fork(turn) }));
      await Promise.all(Object.values<tf.Tensor>(made).map((tensor) => tensor.data()));
      tf.dispose(made);
      times.push(performance.now() - begin);
    }
    return median(times.slice(1)) / items.length;
  } finally {
    model.dispose();
  }
}

/**
 * What the units that the store does not hold yet will take: of trainings and classifiers the steps × the measured time of
 * a step, of evaluations the items × the measured time of an item's way through the model. A few of each are measured in
 * this process, on the data of the plan.
 */
export async function estimateCost(units: readonly WorkUnit[], store: UnitStore): Promise<UnitCost[]> {
  const measured = new Map<string, number>();
  const once = async (what: unknown, measure: () => Promise<number>): Promise<number> => {
    const key = JSON.stringify(what);
    const known = measured.get(key);
    if (known !== undefined) return known;
    try {
      const found = await measure();
      measured.set(key, found);
      return found;
    } finally {
      // What was compiled here is of no use to the processes that do the work.
      releaseEngine();
    }
  };
  const costs: UnitCost[] = [];
  for (const unit of units) {
    if (store.read(unit)) continue;
    let count: number;
    let milliseconds: number;
    if (unit.kind === 'train') {
      const { experiment, schedule, data, seed } = unit.config;
      const { train } = await openData(data);
      const { batchSize } = schedule;
      count = totalSteps(schedule, train.size);
      milliseconds = await once([experiment, batchSize], async () => {
        const timing = await measureSteps(experiment, data, { ...few, batchSize, seed });
        return timing.msPerStep.median;
      });
    } else if (unit.kind === 'attribute-classifier') {
      count = unit.config.steps;
      milliseconds = await once(unitKey(unit), () => attributeClassifierStep(unit));
    } else if (unit.kind === 'classifier') {
      count = unit.config.steps;
      milliseconds = await once(unitKey(unit), () => classifierStep(unit));
    } else {
      const { train } = unit.config;
      count = evaluationPasses(unit, (await openData(train.data)).test.size);
      milliseconds = await once(['pass', train.experiment], () => pass(train));
    }
    costs.push({ unit, count, milliseconds, seconds: (count * milliseconds) / 1000 });
  }
  return costs;
}

/**
 * Seconds until all is done with so many units at a time: their sum shared out, but no less than the longest chain of
 * units that need each other.
 */
export function wallSeconds(costs: readonly UnitCost[], lanes: number): number {
  const seconds = new Map(costs.map((cost) => [unitKey(cost.unit), cost.seconds]));
  const chain = (unit: WorkUnit): number => (seconds.get(unitKey(unit)) ?? 0) + Math.max(0, ...unit.needs.map(chain));
  const sum = costs.reduce((total, cost) => total + cost.seconds, 0);
  return Math.max(sum / lanes, ...costs.map(({ unit }) => chain(unit)));
}
