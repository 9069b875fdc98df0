import { z } from 'zod';
import { type DataSpec, dataSpecSchema } from '../datasets/data-spec.js';
import { datasets } from '../datasets/registry.js';
import { type Experiment, experimentSchema } from '../paper/experiment.js';
import type { TrainingSchedule } from './schedule.js';

/** Everything that decides what a training gives, as data. */
export interface TrainConfig {
  readonly experiment: Experiment;
  readonly schedule: TrainingSchedule;
  readonly data: DataSpec;
  /** Test items whose loss is followed; nothing is chosen by it. */
  readonly heldOutSize: number;
  readonly seed: number;
  /** Engines round differently, so the engine belongs to the result. */
  readonly backend: string;
}

/** Schema of the experiments on all data sets. */
const anyExperiment = z.discriminatedUnion(
  'dataset',
  datasets.map(({ name, data }) =>
    experimentSchema(
      name,
      data.modalities.map(({ key }) => key),
    ),
  ) as unknown as [ReturnType<typeof experimentSchema>],
);

/** Schema of {@link TrainConfig}; unknown keys are errors. */
export const trainConfigSchema = z
  .strictObject({
    experiment: anyExperiment,
    schedule: z.strictObject({
      batchSize: z.int().positive(),
      epochs: z.int().positive(),
      stepsPerEpoch: z.int().positive().optional(),
      learningRate: z.number().positive(),
    }),
    data: dataSpecSchema,
    heldOutSize: z.int().nonnegative(),
    seed: z.int(),
    backend: z.string(),
  })
  .refine(
    ({ experiment, data }) => experiment.dataset === data.dataset,
    'the data are of another data set',
  ) as unknown as z.ZodType<TrainConfig>;
