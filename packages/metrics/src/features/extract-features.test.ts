import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectNoLeaks } from '../../../../scripts/expect-no-leaks.js';
import { extractFeatures } from './extract-features.js';
import { type FeatureExtractor, rawPixels } from './feature-extractor.js';

beforeAll(() => tf.setBackend('cpu'));
expectNoLeaks(() => tf.memory().numTensors);

const pixels = Float32Array.from({ length: 7 * 2 * 3 }, (_, i) => i);
const images = (): tf.Tensor4D => tf.tensor4d(pixels, [7, 2, 3, 1]);

test('raw pixels of one tensor, in batches; the tensor stays', async () => {
  const all = images();
  const sizes: number[] = [];
  const counting: FeatureExtractor = (batch) => {
    sizes.push(batch.shape[0]);
    return rawPixels(batch);
  };
  expect(await extractFeatures(all, counting, { batchSize: 3 })).toEqual({ data: pixels, shape: [7, 6] });
  expect(sizes).toEqual([3, 3, 1]);
  expect(await extractFeatures(all, rawPixels)).toEqual({ data: pixels, shape: [7, 6] });
  all.dispose();
});

describe('batches as they come', () => {
  test('of a generator, sync or async: the same features; every batch is disposed', async () => {
    function* batches(): Generator<tf.Tensor4D> {
      for (const [start, size] of [
        [0, 5],
        [5, 2],
      ]) {
        yield tf.tidy(() => {
          const all = images();
          return tf.slice(all, [start!, 0, 0, 0], [size!, -1, -1, -1]);
        });
      }
    }
    async function* later(): AsyncGenerator<tf.Tensor4D> {
      for (const batch of batches()) yield await Promise.resolve(batch);
    }
    const expected = { data: pixels, shape: [7, 6] };
    expect(await extractFeatures(batches(), rawPixels, { batchSize: 2 })).toEqual(expected);
    expect(await extractFeatures(later(), rawPixels)).toEqual(expected);
  });

  test('an extractor that fails leaves nothing behind', async () => {
    const failing: FeatureExtractor = () => {
      throw new Error('no weights');
    };
    await expect(extractFeatures([images()], failing)).rejects.toThrow('no weights');
  });
});

describe('bad input', () => {
  test('images', async () => {
    await expect(extractFeatures([], rawPixels)).rejects.toThrow(/at least one image, found none/);
    const flat = tf.zeros([4, 4]) as unknown as tf.Tensor4D;
    await expect(extractFeatures([flat], rawPixels)).rejects.toThrow(
      /\[images, height, width, channels\], found \[4, 4\]/,
    );
  });

  test('features', async () => {
    const mean = (batch: tf.Tensor4D): tf.Tensor2D => tf.mean(batch) as unknown as tf.Tensor2D;
    await expect(extractFeatures([images()], mean)).rejects.toThrow(/shape \[7, dimensions\] for 7 images, found \[\]/);
    const mixed = [images(), tf.zeros<tf.Rank.R4>([2, 2, 2, 1])];
    await expect(extractFeatures(mixed, rawPixels)).rejects.toThrow(/shape \[2, 6\] for 2 images, found \[2, 4\]/);
  });

  test('options', async () => {
    await expect(extractFeatures([], rawPixels, { batchSize: 0 })).rejects.toThrow(/batchSize.*found 0/);
    await expect(extractFeatures([], rawPixels, { batch: 1 } as never)).rejects.toThrow(/unknown option 'batch'/);
  });
});
