import { ArgumentTypeError, checkOptions } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs-core';
import type { FeatureExtractor } from '../feature-extractor.js';
import { applySteps, type ConvolutionWeights } from './apply-steps.js';
import { type InceptionVariant, inceptionSteps } from './architecture.js';
import { convolutionShapes } from './convolution-shapes.js';
import { prepareImages } from './prepare-images.js';

/** Tensors by name, such as `decodeSafetensors(bytes).tensors` of `@polyvae/training`. */
export type NamedWeights = ReadonlyMap<string, { readonly shape: readonly number[]; readonly data: ArrayBufferView }>;

/** Options of {@link inceptionV3}. */
export interface InceptionOptions {
  /** Which network the weights are of; default `fid`. Features of the two do not compare. */
  readonly variant?: InceptionVariant;
}

/** Inception-v3 as a feature extractor, with its weights. */
export interface InceptionV3 {
  /**
   * From images `[batch, height, width, 1 or 3]` in [0, 1], of any size, to `[batch, 2048]`: the mean over places of the
   * last block's channels ("pool3").
   */
  readonly extract: FeatureExtractor;
  /** Frees the weights. */
  dispose(): void;
}

/**
 * The Inception network from a local file of weights, which `scripts/convert-inception.py` makes: for every convolution
 * `NAME.weight` `[height, width, inputs, outputs]` and `NAME.bias` `[outputs]` in float32, batch normalisation folded in.
 * @throws {ArgumentTypeError} if a tensor is missing, or has another shape or type.
 * @see Heusel et al. 2017; the variant `fid` computes what the PyTorch port of their network does
 * @example
 * ```ts
 * const extractor = inceptionV3(weights);
 * ```
 */
export function inceptionV3(tensors: NamedWeights, options: InceptionOptions = {}): InceptionV3 {
  checkOptions('inceptionV3', options, ['variant']);
  const { variant = 'fid' } = options;
  if (variant !== 'fid' && variant !== 'torchvision') {
    throw new ArgumentTypeError(
      `inceptionV3({ variant }): expected 'fid' or 'torchvision', found '${String(variant)}'`,
    );
  }
  const steps = inceptionSteps(variant);
  const weights = readWeights(tensors, convolutionShapes(steps, 3).shapes);
  return {
    extract: (images) => tf.tidy(() => tf.mean(applySteps(steps, prepareImages(images), weights), [1, 2])),
    dispose: () => {
      for (const { weight, bias } of weights.values()) tf.dispose([weight, bias]);
    },
  };
}

/** Checks every tensor before the first is made, so that nothing is left behind by an error. */
export function readWeights(
  tensors: NamedWeights,
  shapes: ReadonlyMap<string, readonly number[]>,
): Map<string, ConvolutionWeights> {
  const checked = [...shapes].map(([name, shape]) => ({
    name,
    shape,
    weight: dataOf(tensors, `${name}.weight`, shape),
    bias: dataOf(tensors, `${name}.bias`, shape.slice(-1)),
  }));
  return new Map(
    checked.map(({ name, shape, weight, bias }) => [
      name,
      { weight: tf.tensor4d(weight, shape as [number, number, number, number]), bias: tf.tensor1d(bias) },
    ]),
  );
}

function dataOf(tensors: NamedWeights, name: string, shape: readonly number[]): Float32Array {
  const found = tensors.get(name);
  if (!found) {
    throw new ArgumentTypeError(
      `inceptionV3(tensors): expected a tensor '${name}' of shape [${shape.join(', ')}], found none; make the file with scripts/convert-inception.py`,
    );
  }
  if (found.shape.length !== shape.length || found.shape.some((size, i) => size !== shape[i])) {
    throw new ArgumentTypeError(
      `inceptionV3(tensors): expected '${name}' of shape [${shape.join(', ')}], found [${found.shape.join(', ')}]`,
    );
  }
  if (!(found.data instanceof Float32Array)) {
    throw new ArgumentTypeError(
      `inceptionV3(tensors): expected '${name}' in float32, found ${found.data.constructor.name}`,
    );
  }
  return found.data;
}
