import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { tidyTests } from '../../../../scripts/tidy-tests.js';
import { celebaImageDecoder, celebaImageEncoder } from './celeba-image.js';
import { celebaTextDecoder, celebaTextEncoder } from './celeba-text.js';
import type { Decoder, Encoder } from './network.js';

tidyTests(tf.engine());

const latent = { shared: 5, private: 3 };
const rng = Rng.fromSeed(1);
const narrow = { latent, rng, width: 2 };

function shapes({ variables }: Pick<Encoder, 'variables'>, kind: RegExp): Record<string, number[]> {
  const found = Object.entries(variables).filter(([path]) => kind.test(path));
  return Object.fromEntries(found.map(([path, variable]) => [path, variable.shape]));
}

/** Filters of residual blocks with these numbers of features, in widths of 2. */
function blocks(multiples: readonly number[], kernel: readonly number[], transposed = false): Record<string, number[]> {
  const filters = multiples.slice(1).flatMap((multiple, i) => {
    const [inputs, outputs] = [2 * multiples[i]!, 2 * multiple];
    const channels = transposed ? [outputs, inputs] : [inputs, outputs];
    return [
      [`block${i + 1}.conv1.weight`, [1, 1, inputs, inputs]],
      [`block${i + 1}.conv2.weight`, [...kernel, ...channels]],
      [`block${i + 1}.shortcut.weight`, [...kernel, ...channels]],
    ];
  });
  return Object.fromEntries(filters);
}

const filters = /^(?!shared|private).*weight$/;
const biases = /^(?:conv1|input|output|block1\.(?:conv.|shortcut))\.bias$/;

describe('networks of Tables 18 and 19', () => {
  test('image encoder', () => {
    const encoder = celebaImageEncoder(narrow);
    expect(shapes(encoder, filters)).toEqual({ 'conv1.weight': [3, 3, 3, 2], ...blocks([1, 2, 3, 4, 5], [4, 4]) });
    expect(shapes(encoder, biases)).toEqual({ 'block1.shortcut.bias': [4] });
    expect(shapes(encoder, /^shared|^private/)).toMatchObject({
      'shared.loc.weight': [10, 5],
      'private.logVar.weight': [10, 3],
    });
    const { shared, private: own } = encoder.apply(tf.zeros([2, 64, 64, 3]), { training: false });
    expect(shared.loc.shape).toEqual([2, 5]);
    expect(own?.logVar.shape).toEqual([2, 3]);
    encoder.dispose();
  });

  test('image decoder', () => {
    const decoder = celebaImageDecoder(narrow);
    expect(shapes(decoder, filters)).toEqual({
      'input.weight': [8, 10],
      ...blocks([5, 4, 3, 2, 1], [4, 4], true),
      'output.weight': [3, 3, 3, 2],
    });
    expect(shapes(decoder, biases)).toEqual({ 'input.bias': [10], 'block1.shortcut.bias': [8], 'output.bias': [3] });
    const image = decoder.apply(tf.tensor2d(rng.normals(16), [2, 8]), { training: false });
    expect(image.shape).toEqual([2, 64, 64, 3]);
    // No output activation.
    expect(tf.min(image).dataSync()[0]).toBeLessThan(0);
    decoder.dispose();
  });

  test('text encoder', () => {
    const encoder = celebaTextEncoder(narrow);
    expect(shapes(encoder, filters)).toEqual({
      'conv1.weight': [1, 4, 71, 2],
      ...blocks([1, 2, 3, 4, 5, 5, 5], [1, 4]),
    });
    expect(shapes(encoder, biases)).toEqual({
      'conv1.bias': [2],
      'block1.conv1.bias': [2],
      'block1.conv2.bias': [4],
      'block1.shortcut.bias': [4],
    });
    const { shared, private: own } = encoder.apply(tf.zeros([2, 256, 71]), { training: false });
    expect(shared.loc.shape).toEqual([2, 5]);
    expect(own?.loc.shape).toEqual([2, 3]);
    encoder.dispose();
  });

  test('text decoder', () => {
    const decoder = celebaTextDecoder({ ...narrow, characters: 6 });
    expect(shapes(decoder, filters)).toEqual({
      'input.weight': [8, 10],
      ...blocks([5, 5, 5, 4, 3, 2, 1], [1, 4], true),
      'output.weight': [1, 4, 6, 2],
    });
    expect(decoder.apply(tf.zeros([2, 8]), { training: false }).shape).toEqual([2, 256, 6]);
    decoder.dispose();
  });

  test('the published width is 128, the residual factors are 2 and 0.3', () => {
    const encoder = celebaTextEncoder({ latent, rng });
    expect(encoder.variables['conv1.bias']?.shape).toEqual([128]);
    expect(encoder.variables['shared.loc.weight']?.shape).toEqual([640, 5]);
    encoder.dispose();
    // With statistics of 0 and 1, what a block of zero filters puts out is 2 · offset of its shortcut's norm.
    const decoder = celebaImageDecoder(narrow);
    for (const [path, variable] of Object.entries(decoder.variables)) {
      if (!/^block4|^output/.test(path)) continue;
      const value = /norm2.offset|conv2.weight/.test(path) ? 1 : path === 'block4.shortcutNorm.offset' ? 10 : 0;
      variable.assign(tf.fill(variable.shape, value));
    }
    decoder.variables['output.weight']!.assign(tf.ones([3, 3, 3, 2]));
    const image = decoder.apply(tf.zeros([1, 8]), { training: false });
    // Inside, each place of the last block sums 2 × 2 places of 4 features of 1; odd places of the image see 4 places.
    const each = 2 * 10 + 0.3 * (2 * 2 * 4);
    expect(image.slice([0, 31, 31, 0], [1, 1, 1, 1]).dataSync()[0]).toBeCloseTo(4 * 2 * each, 3);
    decoder.dispose();
  });

  test('a width that is none is refused, as is a dropout rate', () => {
    expect(() => celebaImageEncoder({ latent, rng, width: 1.5 })).toThrow(
      'width must be a positive integer, found 1.5',
    );
    expect(() => celebaTextDecoder({ latent, rng, width: 0 })).toThrow('width must be a positive integer, found 0');
    const rate = 'CelebA networks: dropout: rate must be in [0, 1), found 1';
    expect(() => celebaTextEncoder({ latent, rng, width: 1, dropout: 1 })).toThrow(rate);
  });
});

describe('training', () => {
  const texts = (rows: number): tf.Tensor3D =>
    tf.oneHot(
      tf.tensor2d(
        Array.from({ length: rows * 256 }, () => rng.integer(0, 71)),
        [rows, 256],
        'int32',
      ),
      71,
    ) as tf.Tensor3D;
  const networks: readonly (readonly [string, () => Encoder | Decoder, () => tf.Tensor])[] = [
    ['image encoder', () => celebaImageEncoder(narrow), () => tf.tensor(rng.uniforms(3 * 12_288), [3, 64, 64, 3])],
    ['image decoder', () => celebaImageDecoder(narrow), () => tf.tensor(rng.normals(24), [3, 8])],
    ['text encoder', () => celebaTextEncoder(narrow), () => tf.cast(texts(3), 'float32')],
    ['text decoder', () => celebaTextDecoder(narrow), () => tf.tensor(rng.normals(24), [3, 8])],
  ];

  test.each(networks)('%s: gradients, seeded dropout, statistics recorded only in training', (_, make, data) => {
    const network = make();
    const x = data();
    const apply = (training: boolean, seed: number): tf.Tensor => {
      const output = network.apply(x, training ? { training, rng: Rng.fromSeed(seed) } : { training });
      if (output instanceof tf.Tensor) return output;
      const { shared, private: own } = output;
      return tf.concat([shared.loc, shared.logVar, own!.loc, own!.logVar], 1);
    };
    const state = (): number[][] => Object.values(network.state).map((variable) => [...variable.dataSync()]);
    const values = (output: tf.Tensor): number[] => [...output.dataSync()];
    const initial = state();
    const evaluated = values(apply(false, 1));
    expect(state()).toEqual(initial);
    const output = apply(true, 1);
    const first = values(output);
    const recorded = state();
    recorded.forEach((statistic, i) => {
      expect(statistic).not.toEqual(initial[i]);
    });
    expect(values(apply(true, 1))).toEqual(first);
    expect(values(apply(true, 2))).not.toEqual(first);
    expect(values(apply(false, 1))).not.toEqual(evaluated);
    // Random factors: batch norm hides sums.
    const factors = tf.tensor(rng.normals(first.length), output.shape);
    const { grads } = tf.variableGrads(
      () => tf.sum<tf.Scalar>(tf.mul(apply(true, 1), factors)),
      Object.values(network.variables),
    );
    for (const [path, variable] of Object.entries(network.variables)) {
      const gradient = grads[variable.name]!.dataSync();
      expect(gradient.every(Number.isFinite), path).toBe(true);
      if (path.endsWith('weight'))
        expect(
          gradient.some((value) => value !== 0),
          path,
        ).toBe(true);
    }
    network.dispose();
  });
});
