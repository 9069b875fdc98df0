import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { centre } from './activation.js';
import { celebaImageDecoder, celebaImageEncoder } from './celeba-image.js';
import { celebaTextDecoder, celebaTextEncoder } from './celeba-text.js';
import { conv2d } from './conv2d.js';
import { conv2dTranspose } from './conv2d-transpose.js';
import { linear } from './linear.js';
import { mnistDecoder, mnistEncoder } from './mnist.js';
import type { BuildContext, Network } from './network.js';
import { polymnistDecoder, polymnistEncoder } from './polymnist.js';
import { svhnDecoder, svhnEncoder } from './svhn.js';
import { textDecoder, textEncoder } from './text.js';

const rng = Rng.fromSeed(3);

/** Largest absolute value of a variable. */
const largest = (variable: tf.Variable): number => Math.max(...variable.dataSync().map(Math.abs));

const layers: [string, (init?: 'heUniform' | 'pytorchDefault') => Network, number][] = [
  ['linear', (init) => linear({ inputs: 50, units: 400, init, rng }), 50],
  ['conv2d', (init) => conv2d({ inputs: 8, outputs: 64, kernel: 3, init, rng }), 72],
  // As PyTorch counts them: outputs and kernel.
  ['conv2dTranspose', (init) => conv2dTranspose({ inputs: 64, outputs: 8, kernel: 3, init, rng }), 72],
];

test.each(layers)('%s: bounds of the weights, and biases', (_, make, fanIn) => {
  const [published, he] = [make(), make('heUniform')];
  const bounds = [1 / Math.sqrt(fanIn), Math.sqrt(6 / fanIn)];
  for (const [network, bound] of [
    [published, bounds[0]!],
    [he, bounds[1]!],
  ] as const) {
    const found = largest(network.variables.weight!);
    expect(found).toBeLessThanOrEqual(bound * (1 + 1e-6));
    expect(found).toBeGreaterThan(0.99 * bound);
  }
  expect(largest(published.variables.bias!)).toBeGreaterThan(0);
  expect(largest(he.variables.bias!)).toBe(0);
  published.dispose();
  he.dispose();
});

test('He-uniform weights are the same draws as PyTorch’s, scaled', () => {
  const make = (init: 'heUniform' | 'pytorchDefault') => linear({ inputs: 4, units: 3, init, rng: Rng.fromSeed(1) });
  const [he, published] = [make('heUniform'), make('pytorchDefault')];
  const scaled = published.variables.weight!.dataSync().map((value) => value * Math.sqrt(6));
  expect([...he.variables.weight!.dataSync()]).toEqual([...scaled].map((value) => expect.closeTo(value, 6)));
  he.dispose();
  published.dispose();
});

const latent = { shared: 3, private: 2 };
const networks = {
  mnistEncoder,
  mnistDecoder,
  svhnEncoder,
  svhnDecoder,
  textEncoder,
  textDecoder,
  polymnistEncoder,
  polymnistDecoder,
  celebaImageEncoder: (context: BuildContext) => celebaImageEncoder({ ...context, width: 2 }),
  celebaImageDecoder: (context: BuildContext) => celebaImageDecoder({ ...context, width: 2 }),
  celebaTextEncoder: (context: BuildContext) => celebaTextEncoder({ ...context, width: 2 }),
  celebaTextDecoder: (context: BuildContext) => celebaTextDecoder({ ...context, width: 2 }),
};

test.each(Object.entries(networks))('%s hands the initialisation to every layer but the heads', (_, make) => {
  const network = make({ latent, init: 'heUniform', rng: Rng.fromSeed(1) });
  const biases = Object.entries(network.variables).filter(([path]) => path.endsWith('.bias'));
  const started = biases.filter(([, variable]) => largest(variable) === 0).map(([path]) => path);
  const isHead = ([path]: [string, unknown]): boolean => /^(shared|private)\./.test(path);
  expect(started).toEqual(biases.filter((entry) => !isHead(entry)).map(([path]) => path));
  expect(started.length).toBeGreaterThan(0);
  network.dispose();
});

test('centred encoders see 2x − 1, under the same paths', () => {
  const context = { training: false };
  for (const [make, shape] of [
    [mnistEncoder, [2, 28, 28, 1]],
    [svhnEncoder, [2, 32, 32, 3]],
    [polymnistEncoder, [2, 28, 28, 3]],
  ] as const) {
    const [plain, centred] = [false, true].map((own) => make({ latent, centred: own, rng: Rng.fromSeed(1) }));
    const found = tf.tidy(() => {
      const x = tf.tensor(rng.uniforms(tf.util.sizeFromShape([...shape])), [...shape]);
      const { loc } = centred!.apply(x, context).shared;
      return tf.max(tf.abs(tf.sub(loc, plain!.apply(centre().apply(x, context), context).shared.loc))).dataSync()[0];
    });
    expect(found).toBeLessThan(1e-5);
    expect(Object.keys(centred!.variables)).toEqual(Object.keys(plain!.variables));
    plain!.dispose();
    centred!.dispose();
  }
});
