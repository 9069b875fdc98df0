import {
  type Batch,
  createMultimodalVae,
  type ModalityOptions,
  type MultimodalVae,
  type Objective,
} from '@polyvae/models';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { type GoldenArray, isObject, objectAt, readArray } from '../format.js';
import type { ZooCase } from './zoo-case.js';
import { sizeOf, tapped, zooDecoder, zooEncoder, zooLikelihood } from './zoo-networks.js';

/**
 * A case's model with the reference's parameters.
 * @param likelihoods Factor of all likelihood weights.
 */
export function zooModel(zoo: ZooCase, objective: Objective, likelihoods = 1): MultimodalVae<string> {
  const { latent, size } = zoo;
  const modalities = zoo.keys.map((key): [string, ModalityOptions] => {
    const modality = zoo.modalities[key]!;
    return [
      key,
      {
        encoder: () => tapped(zooEncoder(zoo, sizeOf(modality)), size, latent),
        decoder: () => zooDecoder(zoo, latent.shared + latent.private, modality),
        likelihood: zooLikelihood(modality),
        weight: likelihoods * zoo.factors[key]!,
        shape: modality.shape,
        privateBeta: privateBetaOf(zoo, key),
      },
    ];
  });
  const model = createMultimodalVae({
    modalities: Object.fromEntries(modalities),
    latent,
    objective,
    rng: Rng.fromSeed(0),
  });
  for (const [path, variable] of Object.entries(model.variables)) setParameter(zoo, path, variable);
  return model;
}

/** The factor of a modality's private divergence, where the case has one for each. */
function privateBetaOf({ options }: ZooCase, key: string): number {
  const { modalities_specific_betas: betas } = options;
  return isObject(betas) ? Number(betas[key]) : 1;
}

/** Whether a variable stands for an encoder's outputs. */
export function isTap(path: string): boolean {
  return path.includes('.output.') && !path.startsWith('decoders.');
}

function setParameter({ parameters, name }: ZooCase, path: string, variable: tf.Variable): void {
  if (isTap(path)) return;
  const found = parameters[path];
  if (!found) throw new Error(`case "${name}" has no parameter "${path}", only ${Object.keys(parameters).join(', ')}`);
  tf.tidy(() => variable.assign(tf.reshape(transposed(found), variable.shape)));
}

/** A weight as here: the reference's linear weights are `[out][in]`. */
function transposed({ shape, data }: GoldenArray): tf.Tensor {
  const tensor = tf.tensor(Float32Array.from(data), [...shape]);
  return shape.length === 2 ? tf.transpose(tensor) : tensor;
}

/** A case's data, with garbage where a row lacks a modality. */
export function zooBatch({ inputs, keys, present }: ZooCase): Batch<string> {
  const x = objectAt(inputs, 'x');
  const data = keys.map((key) => {
    const { shape, data: values } = readArray(x[key], 0);
    return [key, tf.tensor(Float32Array.from(values), [...shape])] as const;
  });
  return { ...Object.fromEntries(data), ...(present && { present }) } as Batch<string>;
}
