import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { tidyTests } from '../../../../scripts/tidy-tests.js';
import {
  bernoulli,
  ConfigurationError,
  denseModality,
  type Encoder,
  gaussianEncoder,
  type Likelihood,
  linear,
  type ModalityOptions,
  type MultimodalVae,
  mopoe,
  mvae,
  type Network,
  normal,
} from '../index.js';
import { exportOnnx, type OnnxExport } from '../onnx.js';

tidyTests(tf.engine());

const rng = Rng.fromSeed(1);
const dense = (likelihood?: Likelihood): ModalityOptions =>
  denseModality({ shape: 2, hidden: [3], ...(likelihood && { likelihood }) });

/** The message of an export that fails. */
async function refusal(
  modalities: Readonly<Record<string, ModalityOptions>>,
  options: OnnxExport<string> | object,
): Promise<string> {
  const model: MultimodalVae<string> = mvae({ modalities, latent: { shared: 2, private: 1 }, rng });
  const tensors = tf.memory().numTensors;
  try {
    await exportOnnx(model, options as OnnxExport<string>);
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  } finally {
    expect(tf.memory().numTensors).toBe(tensors);
    model.dispose();
  }
  return 'nothing was refused';
}

test.each<[object, string]>([
  [{ part: 'decode' }, "part must be one of 'encoder', 'decoder', 'generateFrom', found \"decode\""],
  [{ part: 'encoder', modality: 'b' }, 'modality must name modalities of the model (a, noise), each once, found "b"'],
  [{ part: 'generateFrom', given: [], targets: ['a'] }, 'given must name modalities of the model'],
  [{ part: 'generateFrom', given: ['a'], targets: ['a', 'a'] }, 'each once, found "a"'],
  [
    { part: 'generateFrom', given: ['a'], targets: [] },
    'targets must name modalities of the model (a, noise), each once, found none',
  ],
  [{ part: 'encoder', modality: 'a', batch: 1 }, "unknown option 'batch'"],
  [
    { part: 'generateFrom', given: ['a'], targets: ['a'], posterior: 'sum' },
    "posterior must be 'product', 'product-without-prior', 'mixture'",
  ],
  [{ part: 'generateFrom', given: ['noise'], targets: ['a'] }, "two values of the graph would be called 'noise'"],
])('%j', async (options, message) => {
  expect(await refusal({ a: dense(), noise: dense() }, options)).toContain(message);
});

test('a posterior that the objective infers is refused, a kind is not', async () => {
  const model = mopoe({ modalities: { a: dense(), b: dense() }, latent: { shared: 2 }, rng });
  const options = { part: 'generateFrom', given: ['a'], targets: ['b'] } as const;
  await expect(exportOnnx(model, options)).rejects.toThrow(
    "the posterior that 'mopoe' infers has no form in ONNX; ask for a kind, such as posterior: 'product-without-prior'",
  );
  expect((await exportOnnx(model, { ...options, posterior: 'product-without-prior' })).length).toBeGreaterThan(0);
  model.dispose();
});

/** A decoder that doubles. */
function doubled(config?: Network['config']): Network {
  return {
    variables: {},
    state: {},
    config,
    apply: (z) => tf.mul(tf.slice(z, [0, 0], [-1, 2]), 2),
    dispose: () => {},
  };
}

test('networks of your own are refused by their place and what to do', async () => {
  const withDecoder = (config?: Network['config']): Readonly<Record<string, ModalityOptions>> => ({
    a: { ...dense(normal()), decoder: () => doubled(config) },
  });
  const options = { part: 'decoder', modality: 'a' };
  expect(await refusal(withDecoder(), options)).toMatch(
    /^ConfigurationError: exportOnnx: the decoder of 'a' cannot be described: .* Build it of this package's layers\.$/,
  );
  expect(await refusal(withDecoder({ type: 'doubled' }), options)).toContain(
    "there is no way to write a network of type 'doubled' in ONNX; known are sigmoid, relu",
  );
  // Its encoder is of this package's layers.
  expect(await refusal(withDecoder(), { part: 'encoder', modality: 'a' })).toBe('nothing was refused');
});

test('encoders that are none of gaussianEncoder, or do not fit their data, are refused', async () => {
  const own = (inputs: number, config: (encoder: Encoder) => Encoder): Readonly<Record<string, ModalityOptions>> => ({
    a: {
      ...dense(normal()),
      encoder: ({ latent }) =>
        config(gaussianEncoder({ body: linear({ inputs, units: 3, rng }), features: 3, latent, rng })),
    },
  });
  const options = { part: 'encoder', modality: 'a' };
  expect(
    await refusal(
      own(2, (encoder) => ({ ...encoder, config: { type: 'mine' } })),
      options,
    ),
  ).toContain("the encoder of 'a' is of type 'mine'; only those of gaussianEncoder can be written");
  expect(
    await refusal(
      own(5, (encoder) => encoder),
      options,
    ),
  ).toContain('a row of the linear input: expected shape [5], found [2]');
});

test('so are likelihoods of a kind of their own', async () => {
  const kind = await refusal({ a: dense({ ...bernoulli(), kind: 'own' }) }, { part: 'decoder', modality: 'a' });
  expect(kind).toContain("the likelihood of 'a' is of a kind of its own, 'own'; known are normal, laplace");
  expect(kind.startsWith(new ConfigurationError('').name)).toBe(true);
});
