import { z } from 'zod';

/** A number for each modality. */
export type PerModality = Readonly<Record<string, number>>;

/** Settings of an experiment that a recipe may change: where a model starts and how it learns, not what it is. */
export const recipeKeys = [
  'init',
  'centred',
  'moments',
  'coolDown',
  'beta',
  'privateBeta',
  'privateBetaAtFirst',
  'everyComponent',
] as const;

/** One model and how the paper trains it. Data only: the jobs build and train the model. */
export interface Experiment {
  /** Unique, e.g. `mst-mmjsd-ms`. */
  readonly id: string;
  /** As the paper's tables name it, e.g. `mmJSD (MS)`. */
  readonly title: string;
  /** Name of the data set. */
  readonly dataset: string;
  readonly objective: 'mvae' | 'mmvae' | 'mmjsd';
  /** Dimensions of the latent that all modalities share, and of each modality's own; 0 for none. */
  readonly latent: { readonly shared: number; readonly private: number };
  /** Weight of the divergence. */
  readonly beta: number;
  /** Weight of the private latents' divergence before the modality's own factor; multiplied with `beta`. */
  readonly privateBeta: number;
  /** The same in the first part of the training, whose share of the epochs is `share`; absent: no other. */
  readonly privateBetaAtFirst?: { readonly value: number; readonly share: number };
  /** Each modality's factor on its private divergence. */
  readonly privateBetaFactors: PerModality;
  /** Weight of each modality's likelihood. */
  readonly likelihoodWeights: PerModality;
  /** π of the prior in the geometric mean (mmJSD only); the modalities share the rest equally. */
  readonly priorWeight: number;
  /** Channels of the first layer of residual networks, of which the others have multiples; published: 128. */
  readonly width?: number;
  /** How layers start, but for the encoders' heads; absent: as PyTorch starts them, as published. */
  readonly init?: 'heUniform';
  /** Image encoders see images in [−1, 1] instead of [0, 1]. */
  readonly centred?: true;
  /** Decays of Adam's two moments; absent: 0.9 and 0.999, as published. */
  readonly moments?: readonly [number, number];
  /** Share of the steps, the last ones, over which the rate falls to 0; absent: it stays, as published. */
  readonly coolDown?: number;
  /** Modalities that a draw of every component of a mixture reconstructs, instead of one component's an item; absent: none. */
  readonly everyComponent?: readonly string[];
  /** Share of the training items that lack one or more modalities, which ones at random; absent: none. */
  readonly incomplete?: number;
  /** Settings that no recipe changes. */
  readonly keeps?: readonly (typeof recipeKeys)[number][];
  readonly learningRate: number;
  readonly batchSize: number;
  readonly epochs: number;
  /**
   * MMVAE only: trains an importance-weighted bound with this number of draws of every modality's posterior. It has no
   * factors: `beta` is 1, `privateBeta` and its factors do not count.
   */
  readonly importance?: {
    readonly objective: 'iwae' | 'dreg';
    readonly samples: number;
    readonly posterior: 'normal' | 'laplace';
  };
  /**
   * The published code's unimodal terms of the MVAE objective: its likelihood weights and KL(q‖p) instead of the KL of the
   * product that was sampled; `weights`: its likelihood weights alone.
   */
  readonly legacyUnimodalTerms: boolean | 'weights';
  /** Weight of every likelihood in those terms; absent: the modality's own. */
  readonly legacyUnimodalWeight?: number;
  /**
   * The published code's ways of fusing while training: consecutive blocks of the batch, one modality each, instead of
   * stratified mixture components, and 1e-8 on every variance in products and geometric means.
   */
  readonly legacyFusion: boolean;
  /** The published code's text likelihood, whose log-softmax is taken for probabilities. */
  readonly legacyInvertedText: boolean;
}

/** What a recipe changes. */
export type RecipeChanges = Pick<Partial<Experiment>, (typeof recipeKeys)[number]>;

/** Schema of the experiments on one data set; unknown keys are errors. */
export function experimentSchema(dataset: string, modalities: readonly string[]): z.ZodObject {
  const factor = z.number().nonnegative();
  const decay = factor.lt(1);
  const perModality = z.strictObject(Object.fromEntries(modalities.map((key) => [key, factor])));
  return z.strictObject({
    id: z.string().regex(/^[a-z0-9-]+$/, 'expected small letters, digits and dashes'),
    title: z.string().min(1),
    dataset: z.literal(dataset),
    objective: z.enum(['mvae', 'mmvae', 'mmjsd']),
    latent: z.strictObject({ shared: z.int().positive(), private: z.int().nonnegative() }),
    beta: z.number().nonnegative(),
    privateBeta: z.number().nonnegative(),
    privateBetaAtFirst: z.strictObject({ value: factor, share: factor.max(1) }).optional(),
    privateBetaFactors: perModality,
    likelihoodWeights: perModality,
    priorWeight: z.number().positive().lt(1),
    width: z.int().positive().optional(),
    init: z.literal('heUniform').optional(),
    centred: z.literal(true).optional(),
    moments: z.tuple([decay, decay]).optional(),
    coolDown: factor.positive().max(1).optional(),
    everyComponent: z.array(z.enum(modalities)).optional(),
    incomplete: factor.positive().max(1).optional(),
    keeps: z.array(z.enum(recipeKeys)).optional(),
    learningRate: z.number().positive(),
    batchSize: z.int().positive(),
    epochs: z.int().positive(),
    importance: z
      .strictObject({
        objective: z.enum(['iwae', 'dreg']),
        samples: z.int().positive(),
        posterior: z.enum(['normal', 'laplace']),
      })
      .optional(),
    legacyUnimodalTerms: z.union([z.boolean(), z.literal('weights')]),
    legacyUnimodalWeight: factor.optional(),
    legacyFusion: z.boolean(),
    legacyInvertedText: z.boolean(),
  });
}
