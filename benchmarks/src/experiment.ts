import { z } from 'zod';

/** The modalities of MNIST-SVHN-Text. */
export type DigitKey = 'mnist' | 'svhn' | 'text';

/** The modalities of CelebA with text. */
export type FaceKey = 'image' | 'text';

/** A number for each modality. */
export type PerModality<Key extends string = DigitKey> = Readonly<Record<Key, number>>;

/** What experiments on any data set say. */
export interface ExperimentBase<Key extends string> {
  /** Unique, e.g. `mst-mmjsd-ms`. */
  readonly id: string;
  /** As the paper's tables name it, e.g. `mmJSD (MS)`. */
  readonly title: string;
  readonly objective: 'mvae' | 'mmvae' | 'mmjsd';
  /** Dimensions of the latent that all modalities share, and of each modality's own; 0 for none. */
  readonly latent: { readonly shared: number; readonly private: number };
  /** Weight of the divergence. */
  readonly beta: number;
  /** Weight of the private latents' divergence before the modality's own factor; multiplied with `beta`. */
  readonly privateBeta: number;
  /** Each modality's factor on its private divergence. */
  readonly privateBetaFactors: PerModality<Key>;
  /** Weight of each modality's likelihood. */
  readonly likelihoodWeights: PerModality<Key>;
  /** π of the prior in the geometric mean (mmJSD only); the modalities share the rest equally. */
  readonly priorWeight: number;
  readonly learningRate: number;
  readonly batchSize: number;
  readonly epochs: number;
  /**
   * The published code's unimodal terms of the MVAE objective: its likelihood weights and KL(q‖p) instead of the KL of the
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
}

/** A model of MNIST-SVHN-Text and how the paper trains it. Data only: the runner builds and trains the model. */
export interface DigitsExperiment extends ExperimentBase<DigitKey> {
  readonly dataset: 'mnist-svhn-text';
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

/** A model of CelebA's faces and texts and how the paper trains it. */
export interface FacesExperiment extends ExperimentBase<FaceKey> {
  readonly dataset: 'celeba';
  /** Channels of the first layer of the residual networks, of which the others have multiples; published: 128. */
  readonly width: number;
}

/** One model and how the paper trains it. */
export type Experiment = DigitsExperiment | FacesExperiment;

/** Which data set an experiment is about. */
export type DatasetName = Experiment['dataset'];

const shared = {
  id: z.string().regex(/^[a-z0-9-]+$/, 'expected small letters, digits and dashes'),
  title: z.string().min(1),
  objective: z.enum(['mvae', 'mmvae', 'mmjsd']),
  latent: z.strictObject({ shared: z.int().positive(), private: z.int().nonnegative() }),
  beta: z.number().nonnegative(),
  privateBeta: z.number().nonnegative(),
  priorWeight: z.number().positive().lt(1),
  learningRate: z.number().positive(),
  batchSize: z.int().positive(),
  epochs: z.int().positive(),
  legacyUnimodalTerms: z.boolean(),
  legacyFusion: z.boolean(),
  legacyInvertedText: z.boolean(),
};

const factor = z.number().nonnegative();
const perDigitModality = z.strictObject({ mnist: factor, svhn: factor, text: factor });
const perFaceModality = z.strictObject({ image: factor, text: factor });

const digits = z.strictObject({
  ...shared,
  dataset: z.literal('mnist-svhn-text'),
  privateBetaFactors: perDigitModality,
  likelihoodWeights: perDigitModality,
  importance: z
    .strictObject({
      objective: z.enum(['iwae', 'dreg']),
      samples: z.int().positive(),
      posterior: z.enum(['normal', 'laplace']),
    })
    .optional(),
});

const faces = z.strictObject({
  ...shared,
  dataset: z.literal('celeba'),
  privateBetaFactors: perFaceModality,
  likelihoodWeights: perFaceModality,
  width: z.int().positive(),
});

/** What an experiment may say; unknown keys are errors. */
export const experimentSchema: z.ZodType<Experiment> = z.discriminatedUnion('dataset', [digits, faces]);

const changes = {
  'mnist-svhn-text': digits.omit({ dataset: true }).partial(),
  celeba: faces.omit({ dataset: true }).partial(),
} as const;

/** Some settings of an experiment on a data set, to be changed; unknown keys are errors. */
export function experimentChangesSchema<E extends Experiment>(dataset: E['dataset']): z.ZodType<Partial<E>> {
  return changes[dataset] as unknown as z.ZodType<Partial<E>>;
}
