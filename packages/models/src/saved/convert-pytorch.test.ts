import { readFileSync } from 'node:fs';
import { Rng } from '@polyvae/random';
import { decodeSafetensors, loadWeights, type SafetensorsEntry } from '@polyvae/training';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { tidyTests } from '../../../../scripts/tidy-tests.js';
import {
  batchNorm,
  conv1d,
  conv1dTranspose,
  conv2d,
  conv2dTranspose,
  convertPyTorch,
  gaussianEncoder,
  linear,
  relu,
  reshape,
  sequential,
} from '../index.js';

tidyTests(tf.engine());

const fixture = (name: string): Buffer => readFileSync(new URL(`../../fixtures/${name}`, import.meta.url));
const { tensors } = decodeSafetensors(fixture('pytorch.safetensors'));
const cases = JSON.parse(fixture('pytorch.json').toString('utf8')) as Record<
  string,
  Record<string, { shape: number[]; values: number[] }>
>;
const rng = Rng.fromSeed(1);
const evaluation = { training: false };
const given = (of: string, name: string): tf.Tensor => tf.tensor(cases[of]![name]!.values, cases[of]![name]!.shape);

function expectClose(found: tf.Tensor, of: string, name: string): void {
  const { shape, values } = cases[of]![name]!;
  expect(found.shape).toEqual(shape);
  for (const [i, value] of [...found.dataSync()].entries()) expect(Math.abs(value - values[i]!)).toBeLessThan(1e-5);
}

/** The part of the fixture that begins with a name, by what follows it. */
const named =
  (of: string, names: Readonly<Record<string, string>>) =>
  (name: string): string | undefined => {
    if (!name.startsWith(`${of}.`)) return undefined;
    const own = name.slice(of.length + 1);
    const layer = Object.keys(names).find((known) => own.startsWith(`${known}.`));
    const rest = own.slice(own.indexOf('.') + 1);
    const norm: Readonly<Record<string, string>> = {
      weight: 'scale',
      bias: 'offset',
      running_mean: 'mean',
      running_var: 'variance',
    };
    return layer && `${names[layer]}.${layer === 'norm' ? norm[rest] : rest}`;
  };

test('an encoder: convolution, batch norm, a layer on flattened channels', () => {
  const network = gaussianEncoder({
    body: sequential({
      conv: conv2d({ inputs: 3, outputs: 4, kernel: [4, 3], stride: 2, padding: 1, rng }),
      norm: batchNorm({ features: 4 }),
      relu: relu(),
      flat: reshape([48]),
      hidden: linear({ inputs: 48, units: 6, activation: 'relu', rng }),
    }),
    features: 6,
    latent: { shared: 2, private: 0 },
    rng,
  });
  const names = named('encoder', {
    conv: 'conv',
    norm: 'norm',
    fc: 'hidden',
    mu: 'shared.loc',
    logvar: 'shared.logVar',
  });
  loadWeights(network, convertPyTorch(tensors, { names, flattened: { hidden: [4, 3, 4] } }));
  const { shared } = network.apply(given('encoder', 'x'), evaluation);
  expectClose(shared.loc, 'encoder', 'loc');
  expectClose(shared.logVar, 'encoder', 'logVar');
  // Without the order of channels the same parameters give something else.
  loadWeights(network, convertPyTorch(tensors, { names }));
  const [first] = network.apply(given('encoder', 'x'), evaluation).shared.loc.dataSync();
  expect(Math.abs(first! - cases.encoder!.loc!.values[0]!)).toBeGreaterThan(1e-3);
  network.dispose();
});

test('a decoder: transposed convolutions, also with a filter that is not square', () => {
  const network = sequential({
    hidden: linear({ inputs: 2, units: 5, activation: 'relu', rng }),
    pixel: reshape([1, 1, 5]),
    up: conv2dTranspose({ inputs: 5, outputs: 3, kernel: 4, stride: 2, padding: 1, activation: 'relu', rng }),
    up2: conv2dTranspose({ inputs: 3, outputs: 2, kernel: [2, 3], rng }),
  });
  loadWeights(network, convertPyTorch(tensors, { names: named('decoder', { fc: 'hidden', up: 'up', up2: 'up2' }) }));
  expectClose(network.apply(given('decoder', 'z'), evaluation), 'decoder', 'image');
  network.dispose();
});

test('a text network: convolutions of one dimension', () => {
  const network = sequential({
    sequence: reshape([1, 6, 5]),
    conv: conv1d({ inputs: 5, outputs: 4, kernel: 3, stride: 2, padding: 1, activation: 'relu', rng }),
    up: conv1dTranspose({ inputs: 4, outputs: 3, kernel: 4, stride: 2, padding: 1, rng }),
    text: reshape([6, 3]),
  });
  loadWeights(network, convertPyTorch(tensors, { names: named('text', { conv: 'conv', up: 'up' }) }));
  expectClose(network.apply(given('text', 'x'), evaluation), 'text', 'words');
  network.dispose();
});

test('what does not fit is named', () => {
  const entry = (shape: number[], dtype: 'F32' | 'I32' = 'F32'): SafetensorsEntry => {
    const size = shape.reduce((product, axis) => product * axis, 1);
    return { dtype, shape, data: dtype === 'F32' ? new Float32Array(size) : new Int32Array(size) };
  };
  const convert = (own: SafetensorsEntry, options = {}) =>
    convertPyTorch(new Map([['a.weight', own]]), { names: { 'a.weight': 'b.weight' }, ...options });
  expect(() => convert(entry([1, 1, 1, 1, 1]))).toThrow(
    "'a.weight': expected up to 4 axes, found shape [1, 1, 1, 1, 1]",
  );
  expect(() => convert(entry([1], 'I32'))).toThrow("'a.weight': expected floating-point numbers, found I32");
  expect(() => convert(entry([2, 6]), { flattened: { b: [2, 2, 2] } })).toThrow(
    'flattened [2, 2, 2] has 8 values, but the layer reads 6',
  );
  expect(() =>
    convertPyTorch(
      new Map([
        ['a', entry([1])],
        ['b', entry([1])],
      ]),
      { names: () => 'c' },
    ),
  ).toThrow("both to be 'c'");
  expect([...convertPyTorch(new Map([['a', entry([1])]]), { names: {} })]).toEqual([]);
});
