import { scope } from '@polyvae/distributions';
import { ShapeError } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Decoder, Encoder, GaussianParameters, LatentSizes, Network } from './network.js';

/** Whether a network comes from tfjs-layers, which this package does not load: told by what only its models have. */
export function isLayersModel(network: unknown): network is LayersModel {
  const model = network as Partial<LayersModel> | null | undefined;
  return typeof model === 'object' && model !== null && Array.isArray(model.layers) && Array.isArray(model.inputs);
}

/**
 * A `tf.LayersModel` as an encoder. It maps data either to one output `[batch, 2 · (shared + private)]`, holding
 * shared.loc, shared.logVar, private.loc, private.logVar side by side, or to these as two (four) outputs.
 *
 * The model's variables are used, not copied, and `dispose` disposes it. Its dropout layers draw from tfjs' own
 * generator, which this library's seeds do not reach.
 * @throws {ShapeError} if the outputs do not have these sizes.
 * @example
 * ```ts
 * const encoder = layersModelEncoder(tf.sequential({ layers }), { shared: 16, private: 4 });
 * ```
 */
export function layersModelEncoder(model: LayersModel, latent: LatentSizes): Encoder {
  const sizes = [latent.shared, latent.shared, ...(latent.private > 0 ? [latent.private, latent.private] : [])];
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const outputs = outputShapes(model);
  const hint = `${described(latent)} has a mean and a log variance for each of its dimensions`;
  if (outputs.length === 1) {
    checkLast('encoder output', outputs[0] as (number | null)[], total, hint);
  } else if (outputs.length !== sizes.length) {
    const each = `1 or ${sizes.length} of [batch, ${sizes.join('], [batch, ')}]`;
    throw new ShapeError('encoder outputs', each, [outputs.length], hint);
  } else {
    for (const [index, shape] of outputs.entries()) {
      checkLast(`encoder output ${index}`, shape, sizes[index] as number, hint);
    }
  }
  return {
    ...weightsOf(model),
    apply: (x, { training }) =>
      scope(() => {
        const applied = applyModel(model, x, training);
        const parts = applied.length === 1 ? tf.split(applied[0] as tf.Tensor, sizes, 1) : applied;
        const gaussian = (first: number): GaussianParameters => ({
          loc: parts[first] as tf.Tensor2D,
          logVar: parts[first + 1] as tf.Tensor2D,
        });
        return latent.private > 0 ? { shared: gaussian(0), private: gaussian(2) } : { shared: gaussian(0) };
      }),
    dispose: () => {
      model.dispose();
    },
  };
}

/**
 * A `tf.LayersModel` as a decoder from `concat(shared, private)`, `[batch, shared + private]`.
 * @throws {ShapeError} if it does not take latents of that size or has more than one output.
 * @example
 * ```ts
 * const decoder = layersModelDecoder(tf.sequential({ layers }), { shared: 16, private: 4 });
 * ```
 */
export function layersModelDecoder(model: LayersModel, latent: LatentSizes): Decoder {
  const inputs = model.inputs.map(({ shape }) => shape);
  const size = latent.shared + latent.private;
  if (inputs.length !== 1) throw new ShapeError('decoder inputs', `one, [batch, ${size}]`, [inputs.length]);
  checkLast('decoder input', inputs[0] as (number | null)[], size, `it takes ${described(latent)} side by side`);
  const outputs = outputShapes(model);
  if (outputs.length !== 1) throw new ShapeError('decoder outputs', 'one', [outputs.length]);
  return {
    ...weightsOf(model),
    apply: (z, { training }) => tf.tidy(() => applyModel(model, z, training)[0] as tf.Tensor),
    dispose: () => {
      model.dispose();
    },
  };
}

function applyModel(model: LayersModel, x: tf.Tensor, training: boolean): tf.Tensor[] {
  const [expected] = model.inputs.map(({ shape }) => shape);
  if (expected?.length !== x.rank || expected.some((size, axis) => size !== null && size !== x.shape[axis])) {
    throw new ShapeError(
      'input of the layers model',
      `[${(expected ?? []).map((n) => n ?? 'batch').join(', ')}]`,
      x.shape,
    );
  }
  const output = model.apply(x, { training }) as tf.Tensor | tf.Tensor[];
  return Array.isArray(output) ? output : [output];
}

/**
 * Paths count layers, since tfjs numbers layer names anew whenever a model is built. A layer that is made of others, such as a model or
 * a wrapper, has several weights of one name: from the second on they are numbered, in the layer's order.
 */
function weightsOf(model: LayersModel): Pick<Network, 'variables' | 'state'> {
  const variables: Record<string, tf.Variable> = {};
  const state: Record<string, tf.Variable> = {};
  model.layers.forEach((layer, index) => {
    const times = new Map<string, number>();
    for (const [weights, into] of [
      [layer.trainableWeights, variables],
      [layer.nonTrainableWeights, state],
    ] as const) {
      for (const weight of weights) {
        const name = weight.originalName.split('/').at(-1)!;
        const nth = (times.get(name) ?? 0) + 1;
        times.set(name, nth);
        into[`layer${index + 1}.${name}${nth > 1 ? `.${nth}` : ''}`] = weight.read() as tf.Variable;
      }
    }
  });
  return { variables, state };
}

function outputShapes(model: LayersModel): (number | null)[][] {
  return model.outputs.map(({ shape }) => shape);
}

/** As options say it. */
function described({ shared, private: own }: LatentSizes): string {
  return `latent: { shared: ${shared}${own > 0 ? `, private: ${own}` : ''} }`;
}

function checkLast(what: string, shape: readonly (number | null)[], size: number, hint: string): void {
  if (shape.length === 2 && shape[1] === size) return;
  const found = shape.map((n) => n ?? -1);
  throw new ShapeError(`${what} of the layers model`, `[batch, ${size}]`, found, hint);
}
