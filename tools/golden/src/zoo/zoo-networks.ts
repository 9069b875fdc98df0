import {
  bernoulli,
  categorical,
  type Decoder,
  type Encoder,
  gaussianEncoder,
  type Likelihood,
  laplace,
  linear,
  normal,
  reshape,
  sequential,
} from '@polyvae/models';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import type { ZooCase, ZooModality } from './zoo-case.js';

/** Parameters are set afterwards. */
const rng = Rng.fromSeed(0);

/** How many numbers a datum is. */
export function sizeOf({ shape }: Pick<ZooModality, 'shape'>): number {
  return shape.reduce((product, axis) => product * axis, 1);
}

/** An encoder of flat data: a hidden layer with ReLU and linear heads. */
export function zooEncoder(zoo: ZooCase, inputs: number, latent: ZooCase['latent'] = zoo.latent): Encoder {
  const hidden = linear({ inputs, units: zoo.hidden, activation: 'relu', rng });
  return gaussianEncoder({
    body: sequential({ flat: reshape([inputs]), hidden }),
    features: zoo.hidden,
    latent,
    rng,
  });
}

/** A decoder to data of a shape. */
export function zooDecoder(zoo: ZooCase, inputs: number, modality: ZooModality): Decoder {
  return sequential({
    hidden: linear({ inputs, units: zoo.hidden, activation: 'relu', rng }),
    output: linear({ inputs: zoo.hidden, units: sizeOf(modality), rng }),
    data: reshape(modality.shape),
  });
}

/** The likelihood of a modality. */
export function zooLikelihood({ likelihood, scale = 1 }: ZooModality): Likelihood {
  if (likelihood === 'normal') return normal({ scale });
  if (likelihood === 'laplace') return laplace({ scale });
  if (likelihood === 'bernoulli') return bernoulli();
  if (likelihood === 'categorical') return categorical();
  throw new Error(`no likelihood "${likelihood}"`);
}

/** The reference's names of an encoder's outputs. */
const outputNames = [
  ['shared', 'loc', 'loc'],
  ['shared', 'logVar', 'logVar'],
  ['private', 'loc', 'privateLoc'],
  ['private', 'logVar', 'privateLogVar'],
] as const;

/**
 * An encoder with zeros added to its outputs, as variables `output.loc` …: their gradients are those of the outputs, summed over
 * all of their uses. Rows of the zeros are the batch's.
 */
export function tapped(encoder: Encoder, size: number, latent: ZooCase['latent']): Encoder {
  const own = outputNames.filter(([space]) => latent[space] > 0);
  const taps = Object.fromEntries(
    own.map(
      ([space, , name]) => [`output.${name}`, tf.tidy(() => tf.variable(tf.zeros([size, latent[space]])))] as const,
    ),
  );
  const { config: _, ...rest } = encoder;
  return {
    ...rest,
    variables: { ...encoder.variables, ...taps },
    apply(x, context) {
      const output = encoder.apply(x, context);
      const add = (space: 'shared' | 'private', of: 'loc' | 'logVar', name: string): tf.Tensor2D =>
        tf.add(output[space]![of], taps[`output.${name}`]!);
      return {
        shared: { loc: add('shared', 'loc', 'loc'), logVar: add('shared', 'logVar', 'logVar') },
        ...(output.private && {
          private: { loc: add('private', 'loc', 'privateLoc'), logVar: add('private', 'logVar', 'privateLogVar') },
        }),
      };
    },
    dispose() {
      encoder.dispose();
      tf.dispose(Object.values(taps));
    },
  };
}
