import type * as tf from '@tensorflow/tfjs';
import type { Likelihood } from '../likelihoods/likelihood.js';
import type { BuildContext, Decoder, Encoder } from '../networks/network.js';

/** A network, or a function that builds it for the model's latent sizes, or a tfjs-layers model. */
export type NetworkSource<N> = N | ((context: BuildContext) => N) | tf.LayersModel;

/** A user's description of one modality. */
export interface ModalityOptions {
  readonly encoder: NetworkSource<Encoder>;
  readonly decoder: NetworkSource<Decoder>;
  readonly likelihood: Likelihood;
  /** Factor of the log likelihood in the loss; default 1. The paper scales by data size: largest size / this size. */
  readonly weight?: number;
  /** Factor of the private subspace's divergence, on top of the objective's; default 1. */
  readonly privateBeta?: number;
}

/** A modality of a built model. */
export interface Modality {
  readonly encoder: Encoder;
  readonly decoder: Decoder;
  readonly likelihood: Likelihood;
  readonly weight: number;
  readonly privateBeta: number;
  /** Size of the private subspace; 0 if there is none. */
  readonly private: number;
}
