import type { Rng } from '@polyvae/random';
import type { Settings } from '@polyvae/training';
import type * as tf from '@tensorflow/tfjs-core';
import type { Initialisation } from './parameter.js';

/** How a network is applied. */
export interface ApplyContext {
  /** True while training: dropout draws masks and batch norm uses (and records) the batch's statistics. */
  readonly training: boolean;
  /** Source of dropout masks; needed only by networks that have dropout, and only in training. */
  readonly rng?: Rng;
}

/** Description of a network without its parameters, from which a saved model is built again. JSON holds it exactly. */
export interface NetworkConfig extends Settings {
  /** Kind of network, such as `linear`. */
  readonly type: string;
}

/**
 * A function with named parameters. Paths such as `hidden.weight` are the network's own and stable, so they serve as
 * checkpoint keys.
 */
export interface Network {
  /** Trainable parameters by path. */
  readonly variables: Readonly<Record<string, tf.Variable>>;
  /** Non-trainable state by path (running statistics). */
  readonly state: Readonly<Record<string, tf.Variable>>;
  /** Builds it again, without its parameters' values; absent: it cannot be described, so that a model that has it cannot be saved. */
  readonly config?: NetworkConfig | undefined;
  /** Applies the network to a batch; the input is not disposed. */
  apply(x: tf.Tensor, context: ApplyContext): tf.Tensor;
  /** Frees the parameters and the state. */
  dispose(): void;
}

/** A network or parameters that an objective has beside the modalities' networks. */
export interface ObjectivePart {
  /** Trainable parameters by path. */
  readonly variables: Readonly<Record<string, tf.Variable>>;
  /** Non-trainable state by path. */
  readonly state: Readonly<Record<string, tf.Variable>>;
  /** Builds it again, as a network's; absent: a model that has it cannot be saved. */
  readonly config?: NetworkConfig | undefined;
  /** Frees the parameters and the state. */
  dispose(): void;
}

/** Parameters of a diagonal Gaussian, each `[batch, latent]`. */
export interface GaussianParameters {
  /** Means, `[batch, size]`. */
  readonly loc: tf.Tensor2D;
  /** Log variance. */
  readonly logVar: tf.Tensor2D;
}

/** An encoder's output: the posterior of the shared latent and, where there is one, of the private latent. */
export interface EncoderOutput {
  /** Parameters of the shared latent's posterior. */
  readonly shared: GaussianParameters;
  /** Parameters of the private latent's posterior, where there is one. */
  readonly private?: GaussianParameters;
}

/** A network that maps data `[batch, ...]` to Gaussian posterior parameters. */
export interface Encoder {
  /** Trainable parameters by path within the encoder. */
  readonly variables: Readonly<Record<string, tf.Variable>>;
  /** Non-trainable state by path within the encoder. */
  readonly state: Readonly<Record<string, tf.Variable>>;
  /** Builds it again, as a network's. */
  readonly config?: NetworkConfig | undefined;
  /** Encodes data `[batch, ...]`. */
  apply(x: tf.Tensor, context: ApplyContext): EncoderOutput;
  /** Frees parameters and state. */
  dispose(): void;
}

/** A network that maps `z = concat(shared, private)`, `[batch, shared + private]`, to a likelihood's parameter. */
export type Decoder = Network;

/** Latent sizes that an encoder or decoder is built for; `private` is 0 without a private subspace. */
export interface LatentSizes {
  /** Size of the shared latent. */
  readonly shared: number;
  /** Size of the modality's private latent; 0 if there is none. */
  readonly private: number;
}

/** Arguments of a network's builder. */
export interface BuildContext {
  /** Sizes of the latents. */
  readonly latent: LatentSizes;
  /** How the layers start, but for the encoders' heads; default the network's own. */
  readonly init?: Initialisation;
  /** Random numbers that the initial parameters are drawn from. */
  readonly rng: Rng;
}

/** Arguments of an image encoder's builder. */
export interface ImageEncoderContext extends BuildContext {
  /** Whether the encoder maps images from [0, 1] to [−1, 1] first; default false, as published. */
  readonly centred?: boolean;
}
