import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Likelihood } from '../likelihoods/likelihood.js';
import type { BuildContext, Decoder, Encoder } from '../networks/network.js';

/** A network, or a function that builds it for the model's latent sizes, or a tfjs-layers model. */
export type NetworkSource<N> = N | ((context: BuildContext) => N) | LayersModel;

/** Factors of a modality in the loss. */
export interface ModalityFactors {
  /**
   * Factor of the log likelihood in the loss; default 1. `size`: the largest modality's number of elements over this one's, so that
   * no modality is learned at the others' cost because it has more pixels than they have letters. All modalities must have a `shape`
   * then.
   * @see Sutter et al. 2020, Appendix C.2.2
   */
  readonly weight?: number | 'size';
  /** Factor of the private subspace's divergence, on top of the objective's; default 1. */
  readonly privateBeta?: number;
}

/** A user's description of one modality. */
export interface ModalityOptions extends ModalityFactors {
  /** Network from data to the parameters of the latents' posteriors. */
  readonly encoder: NetworkSource<Encoder>;
  /** Network from latents to the likelihood's parameters. */
  readonly decoder: NetworkSource<Decoder>;
  /** Distribution that the decoder's output is read as. */
  readonly likelihood: Likelihood;
  /**
   * Shape of a datum, without the batch; needed for `weight: 'size'` and for likelihoods with learned parameters.
   */
  readonly shape?: readonly number[];
}

/** A modality of a built model. */
export interface Modality {
  /** Network from data to the parameters of the latents' posteriors. */
  readonly encoder: Encoder;
  /** Network from latents to the likelihood's parameters, learned ones included. */
  readonly decoder: Decoder;
  /** Distribution that the decoder's output is read as. */
  readonly likelihood: Likelihood;
  /** Factor of the log likelihood in the loss. */
  readonly weight: number;
  /** Factor of the private subspace's divergence. */
  readonly privateBeta: number;
  /** Size of the private subspace; 0 if there is none. */
  readonly private: number;
  /** Shape of a datum, without the batch, if the description had it. */
  readonly shape?: readonly number[];
}
