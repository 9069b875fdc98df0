import { z } from 'zod';

/** A number for each modality of MNIST-SVHN-Text. */
export interface PerModality {
  readonly mnist: number;
  readonly svhn: number;
  readonly text: number;
}

/** One model and how the paper trains it. Data only: the runner builds and trains the model. */
export interface Experiment {
  /** Unique, e.g. `mst-mmjsd-ms`. */
  readonly id: string;
  /** As the paper's tables name it, e.g. `mmJSD (MS)`. */
  readonly title: string;
  readonly dataset: 'mnist-svhn-text';
  readonly objective: 'mvae' | 'mmvae' | 'mmjsd';
  /** Dimensions of the latent that all modalities share, and of each modality's own; 0 for none. */
  readonly latent: { readonly shared: number; readonly private: number };
  /** Weight of the divergence. */
  readonly beta: number;
  /** Weight of the private latents' divergence before the modality's own factor; multiplied with `beta`. */
  readonly privateBeta: number;
  /** Each modality's factor on its private divergence. */
  readonly privateBetaFactors: PerModality;
  /** Weight of each modality's likelihood. */
  readonly likelihoodWeights: PerModality;
  /** π of the prior in the geometric mean (mmJSD only); the modalities share the rest equally. */
  readonly priorWeight: number;
  readonly learningRate: number;
  readonly batchSize: number;
  readonly epochs: number;
  /**
   * The published code's unimodal terms of the MVAE objective: likelihood weights of 1 and KL(q‖p) instead of the KL of the
   * product that was sampled.
   */
  readonly legacyUnimodalTerms: boolean;
  /**
   * The published code's ways of fusing while training: consecutive blocks of the batch, one modality each, instead of
   * stratified mixture components, and 1e-8 on every variance in products and geometric means.
   */
  readonly legacyFusion: boolean;
  /** The published code's text likelihood, whose log-softmax is taken for probabilities. */
  readonly legacyInvertedText: boolean;
  /**
   * MMVAE only: trains an importance-weighted bound instead, with so many draws of every modality's posterior. It has no
   * factors: `beta` is 1, `privateBeta` and its factors do not count.
   */
  readonly importance?: {
    readonly objective: 'iwae' | 'dreg';
    readonly samples: number;
    readonly posterior: 'normal' | 'laplace';
  };
}

const perModality = z.strictObject({
  mnist: z.number().nonnegative(),
  svhn: z.number().nonnegative(),
  text: z.number().nonnegative(),
});

const experiment = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/, 'expected small letters, digits and dashes'),
  title: z.string().min(1),
  dataset: z.literal('mnist-svhn-text'),
  objective: z.enum(['mvae', 'mmvae', 'mmjsd']),
  latent: z.strictObject({ shared: z.int().positive(), private: z.int().nonnegative() }),
  beta: z.number().nonnegative(),
  privateBeta: z.number().nonnegative(),
  privateBetaFactors: perModality,
  likelihoodWeights: perModality,
  priorWeight: z.number().positive().lt(1),
  learningRate: z.number().positive(),
  batchSize: z.int().positive(),
  epochs: z.int().positive(),
  legacyUnimodalTerms: z.boolean(),
  legacyFusion: z.boolean(),
  legacyInvertedText: z.boolean(),
  importance: z
    .strictObject({
      objective: z.enum(['iwae', 'dreg']),
      samples: z.int().positive(),
      posterior: z.enum(['normal', 'laplace']),
    })
    .optional(),
});

/** What an experiment may say; unknown keys are errors. */
export const experimentSchema: z.ZodType<Experiment> = experiment;

/** Some settings of an experiment, to be changed; unknown keys are errors. */
export const experimentChangesSchema: z.ZodType<Partial<Experiment>> = experiment.partial();
