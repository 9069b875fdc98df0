import type * as tf from '@tensorflow/tfjs-core';

/** A scalar for each modality. */
export type ModalityTerms<K extends string> = { readonly [P in K]: tf.Scalar };

/**
 * Terms of the package's objectives, in nats per datum, unweighted. A modality that no row of a batch has is left out. Objectives
 * of your own that report others add them here, so that training knows their names.
 * @example
 * ```ts
 * declare module '@polyvae/models' {
 *   interface ObjectiveTerms<K extends string> {
 *     readonly contrast?: tf.Scalar;
 *   }
 * }
 * ```
 */
export interface ObjectiveTerms<K extends string = string> {
  /** −log p(x | z) of each modality. */
  readonly reconstruction: ModalityTerms<K>;
  /** Divergence of the shared latent's posteriors. */
  readonly divergence: tf.Scalar;
  /** Divergence of each modality's private latent, where there are any. */
  readonly private?: ModalityTerms<K>;
  /** Of MVAE, each modality's own bound. */
  readonly unimodal?: { readonly [P in K]: UnimodalTerms };
  /** Of JMVAE, MVTCAE and CRMVAE, the divergence between the joint posterior and each modality's. */
  readonly modalityDivergence?: ModalityTerms<K>;
  /** Of importance-weighted bounds: how many draws count, between 1 and all. */
  readonly effectiveSamples?: tf.Scalar;
}

/** Terms of one modality's own bound. */
export interface UnimodalTerms {
  /** −log p(x | z). */
  readonly reconstruction: tf.Scalar;
  /** Divergence of the posterior given this modality alone. */
  readonly divergence: tf.Scalar;
}
