import { z } from 'zod';

const lengths = z.strictObject({ epochs: z.int().positive(), stepsPerEpoch: z.int().positive() });

/** How much of the paper's schedule a run does. Counts are fixed; nothing depends on a stopwatch. */
export const profileSchema = z.strictObject({
  name: z.string(),
  description: z.string(),
  /** Sizes of the embedded synthetic digits, where no real files are given. */
  synthetic: z.strictObject({
    seed: z.int().nonnegative(),
    trainSize: z.int().positive(),
    testSize: z.int().positive(),
  }),
  /** Training items that are held out for the learning curves. */
  validationSize: z.int().nonnegative(),
  /** What replaces the experiments' own schedules; absent: they run whole. */
  schedule: z
    .strictObject({
      batchSize: z.int().positive(),
      /** Schedule of the models with a shared latent only. */
      shared: lengths,
      /** Schedule of the models with modality-specific subspaces. */
      private: lengths,
    })
    .optional(),
  probe: z.strictObject({
    /** Latents that the linear probe learns from. */
    trainSize: z.int().positive(),
    /** Test items, absent: all. */
    testSize: z.int().positive().optional(),
  }),
  /** Experiments beyond those of the paper's own tables that the profile has time for. */
  extraExperiments: z.array(z.string()),
});

/** @see {@link profileSchema} */
export type Profile = z.infer<typeof profileSchema>;
