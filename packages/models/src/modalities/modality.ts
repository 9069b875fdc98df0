import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Likelihood } from '../likelihoods/likelihood.js';
import type { BuildContext, Decoder, Encoder } from '../networks/network.js';

/** A network, or a function that builds it for the model's latent sizes, or a tfjs-layers model. */
export type NetworkSource<N> = N | ((context: BuildContext) => N) | LayersModel;

/** A user's description of one modality. */
export interface ModalityOptions {
  readonly encoder: NetworkSource<Encoder>;
  readonly decoder: NetworkSource<Decoder>;
  readonly likelihood: Likelihood;
  /**
   * Shape of a datum, without the batch; needed for `weight: 'size'` and for likelihoods with learned parameters.
   */
  readonly shape?: readonly number[];
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
