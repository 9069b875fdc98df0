import { z } from 'zod';

const lengths = z.strictObject({ epochs: z.int().positive(), stepsPerEpoch: z.int().positive() });

/** How much of the paper's schedule a run does. Counts are fixed; nothing depends on a stopwatch. */
export const profileSchema = z.strictObject({
  name: z.string(),
  description: z.string(),
  /** Seeds the data: synthetic drawings, or the pairing of real files. */
  dataSeed: z.int().nonnegative(),
  /** Sizes of the embedded synthetic digits; absent: the profile needs real files. */
  synthetic: z.strictObject({ trainSize: z.int().positive(), testSize: z.int().positive() }).optional(),
  /** Test pairs that are drawn from real files; absent: all. */
  realTestSize: z.int().positive().optional(),
  /** Test items whose loss the learning curves follow; nothing is chosen by it. */
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
