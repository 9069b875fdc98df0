import { z } from 'zod';

const perModality = z.strictObject({
  mnist: z.number().nonnegative(),
  svhn: z.number().nonnegative(),
  text: z.number().nonnegative(),
});

/** What an experiment may say; unknown keys are errors. */
export const experimentSchema = z.strictObject({
  /** Unique, e.g. `mst-mmjsd-ms`. */
  id: z.string().regex(/^[a-z0-9-]+$/, 'expected small letters, digits and dashes'),
  /** As the paper's tables name it, e.g. `mmJSD (MS)`. */
  title: z.string().min(1),
  dataset: z.literal('mnist-svhn-text'),
  objective: z.enum(['mvae', 'mmvae', 'mmjsd']),
  latent: z.strictObject({
    /** Dimensions of the latent that all modalities share. */
    shared: z.int().positive(),
    /** Dimensions of each modality's own latent; 0 for none. */
    private: z.int().nonnegative(),
  }),
  /** Weight of the divergence. */
  beta: z.number().nonnegative(),
  /** Weight of the private latents' divergence before the modality's own factor; multiplied with `beta`. */
  privateBeta: z.number().nonnegative(),
  /** Each modality's factor on its private divergence. */
  privateBetaFactors: perModality,
  /** Weight of each modality's likelihood. */
  likelihoodWeights: perModality,
  /** π of the prior in the geometric mean (mmJSD only); the modalities share the rest equally. */
  priorWeight: z.number().positive().lt(1),
  learningRate: z.number().positive(),
  batchSize: z.int().positive(),
  epochs: z.int().positive(),
  /**
   * The published code's unimodal terms of the MVAE objective: likelihood weights of 1 and KL(q‖p) instead of the KL of the
   * product that was sampled.
   */
  legacyUnimodalTerms: z.boolean(),
});

/** One model and how the paper trains it. Data only: the runner builds and trains the model. */
export type Experiment = z.infer<typeof experimentSchema>;
