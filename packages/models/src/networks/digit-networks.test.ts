import '@tensorflow/tfjs';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { tidyTests } from '../../../../scripts/tidy-tests.js';
import { mnistDecoder, mnistEncoder } from './mnist.js';
import type { Decoder, Encoder } from './network.js';
import { svhnDecoder, svhnEncoder } from './svhn.js';
import { textDecoder, textEncoder } from './text.js';

tidyTests(tf.engine());

const latent = { shared: 16, private: 4 };
const rng = Rng.fromSeed(1);
const context = { training: false };

function shapes(network: Encoder | Decoder): Record<string, number[]> {
  return Object.fromEntries(Object.entries(network.variables).map(([path, variable]) => [path, variable.shape]));
}

/** Shapes of layers by those of their weights, which have the outputs on this axis. */
function layers(weights: Readonly<Record<string, number[]>>, outputs = -1): Record<string, number[]> {
  const pairs = Object.entries(weights).map(([name, shape]) => {
    return { [`${name}.weight`]: shape, [`${name}.bias`]: [shape.at(outputs)!] };
  });
  return Object.assign({}, ...pairs) as Record<string, number[]>;
}

describe('networks of Tables 10 to 12', () => {
  test('MNIST', () => {
    const encoder = mnistEncoder({ latent, rng });
    const decoder = mnistDecoder({ latent, rng });
    expect(shapes(encoder)).toEqual({
      ...layers({ hidden1: [784, 400], 'shared.loc': [400, 16], 'shared.logVar': [400, 16] }),
      ...layers({ 'private.loc': [400, 4], 'private.logVar': [400, 4] }),
    });
    expect(shapes(decoder)).toEqual(layers({ hidden1: [20, 400], output: [400, 784] }));
    const { shared, private: own } = encoder.apply(tf.zeros([2, 28, 28, 1]), context);
    expect(shared.loc.shape).toEqual([2, 16]);
    expect(shared.logVar.shape).toEqual([2, 16]);
    expect(own?.loc.shape).toEqual([2, 4]);
    const image = decoder.apply(tf.randomNormal([2, 20], 0, 9, 'float32', 1), context);
    expect(image.shape).toEqual([2, 28, 28, 1]);
    expect([...image.dataSync()].every((x) => x > 0 && x < 1)).toBe(true);
    encoder.dispose();
    decoder.dispose();
  });

  test('SVHN', () => {
    const encoder = svhnEncoder({ latent: { shared: 20, private: 0 }, rng });
    const decoder = svhnDecoder({ latent: { shared: 20, private: 0 }, rng });
    expect(shapes(encoder)).toEqual({
      ...layers({ conv1: [4, 4, 3, 32], conv2: [4, 4, 32, 64], conv3: [4, 4, 64, 64], conv4: [4, 4, 64, 128] }),
      ...layers({ 'shared.loc': [128, 20], 'shared.logVar': [128, 20] }),
    });
    expect(shapes(decoder)).toEqual({
      ...layers({ input: [20, 128] }),
      // Transposed: the outputs come before the inputs.
      ...layers({ conv1: [4, 4, 64, 128], conv2: [4, 4, 64, 64], conv3: [4, 4, 32, 64], conv4: [4, 4, 3, 32] }, -2),
    });
    expect(encoder.apply(tf.zeros([2, 32, 32, 3]), context).shared.loc.shape).toEqual([2, 20]);
    expect(encoder.apply(tf.zeros([2, 32, 32, 3]), context).private).toBeUndefined();
    expect(decoder.apply(tf.zeros([2, 20]), context).shape).toEqual([2, 32, 32, 3]);
    encoder.dispose();
    decoder.dispose();
  });

  test('text', () => {
    const encoder = textEncoder({ latent, rng });
    const decoder = textDecoder({ latent, rng });
    expect(shapes(encoder)).toMatchObject({
      'conv1.weight': [1, 1, 71, 128],
      'conv2.weight': [1, 4, 128, 128],
      'conv3.weight': [1, 4, 128, 128],
      'shared.loc.weight': [128, 16],
      'private.logVar.weight': [128, 4],
    });
    expect(shapes(decoder)).toMatchObject({
      'input.weight': [20, 128],
      'conv1.weight': [1, 4, 128, 128],
      'conv2.weight': [1, 4, 128, 128],
      'conv3.weight': [1, 1, 128, 71],
    });
    expect(encoder.apply(tf.zeros([3, 8, 71]), context).shared.loc.shape).toEqual([3, 16]);
    expect(decoder.apply(tf.zeros([3, 20]), context).shape).toEqual([3, 8, 71]);
    encoder.dispose();
    decoder.dispose();
  });
});

describe('initialisation', () => {
  test('is uniform within ±1/√fan_in, where a transposed convolution counts its outputs as PyTorch does', () => {
    const decoder = svhnDecoder({ latent, rng });
    const bounds = {
      'input.weight': 1 / Math.sqrt(20),
      'conv4.weight': 1 / Math.sqrt(3 * 16),
      'conv4.bias': 1 / Math.sqrt(3 * 16),
    };
    for (const [path, bound] of Object.entries(bounds)) {
      const values = [...decoder.variables[path]!.dataSync()];
      const largest = Math.max(...values.map(Math.abs));
      expect(largest).toBeLessThanOrEqual(bound);
      if (values.length > 100) {
        expect(largest).toBeGreaterThan(0.98 * bound);
        const variance = values.reduce((sum, x) => sum + x * x, 0) / values.length;
        // Uniform on ±b has variance b²/3; with 1,500 values the relative deviation is about 2.3 %, 5 of them allowed.
        expect(Math.abs(variance / (bound ** 2 / 3) - 1)).toBeLessThan(0.12);
      }
    }
    decoder.dispose();
  });

  test('depends on the seed alone', () => {
    const [a, b, c] = [1, 1, 2].map((seed) => textEncoder({ latent, rng: Rng.fromSeed(seed) }));
    const values = (encoder: Encoder | undefined): number[] => [...encoder!.variables['conv2.weight']!.dataSync()];
    expect(values(a)).toEqual(values(b));
    expect(values(a)).not.toEqual(values(c));
    for (const encoder of [a, b, c]) encoder!.dispose();
  });
});

test('a wrong shape is refused with what was expected', () => {
  const encoder = svhnEncoder({ latent, rng });
  expect(() => encoder.apply(tf.zeros([2, 32, 32, 1]), context)).toThrow(
    'conv2d input: expected shape [batch, height, width, 3], found [2, 32, 32, 1]',
  );
  encoder.dispose();
});
