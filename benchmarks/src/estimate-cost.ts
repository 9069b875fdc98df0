import { formatSeconds } from '@polyvae/training/node';
import { openData } from './data.js';
import { measureSteps } from './measure-steps.js';
import type { ExperimentUnits } from './plan.js';
import { UnitStore } from './runner/unit-store.js';
import { totalSteps } from './schedule.js';

/** What a plan's trainings will take. */
export interface CostEstimate {
  /** One line for each training. */
  readonly lines: readonly string[];
  /** In all, one after the other. */
  readonly seconds: number;
}

/**
 * Steps × measured time of a step, for every training that the store does not hold yet. Measures a few steps of each in
 * this process, on the data of the plan.
 */
export async function estimateCost(plan: readonly ExperimentUnits[], root: string): Promise<CostEstimate> {
  const store = new UnitStore(root);
  const lines: string[] = [];
  let seconds = 0;
  for (const { experiment, units, seed } of plan) {
    const { train } = units;
    if (store.read(train)) continue;
    const { schedule, data } = train.config;
    const digits = await openData(data);
    const steps = totalSteps(schedule, digits.train.size);
    const { batchSize } = schedule;
    const timing = await measureSteps(experiment, digits.train, { batchSize, steps: 5, warmUp: 3, seed });
    const cost = (steps * timing.msPerStep.median) / 1000;
    seconds += cost;
    lines.push(
      `  ${experiment.title}, seed ${seed}: ${steps} steps × ${timing.msPerStep.median.toFixed(0)} ms = ${formatSeconds(cost)}`,
    );
  }
  return { lines, seconds };
}
