import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import { checkSameShape, checkSampleShape, sizeOf } from './shapes.js';

const draws: Record<'normal' | 'laplace' | 'uniform', (rng: Rng, n: number) => Float32Array> = {
  normal: (rng: Rng, n: number) => rng.normals(n),
  laplace: (rng: Rng, n: number) => rng.laplaces(n),
  uniform: (rng: Rng, n: number) => rng.uniforms(n),
};

/**
 * Noise of shape `[...sampleShape, ...shape]`, drawn on the CPU so that it is the same on every backend; or the
 * injected one, after a check of its shape.
 */
export function standardNoise(
  family: keyof typeof draws,
  rng: Rng,
  sampleShape: readonly number[],
  shape: readonly number[],
  injected?: tf.Tensor,
): tf.Tensor {
  checkSampleShape('sampleShape', sampleShape);
  const full = [...sampleShape, ...shape];
  if (injected) {
    checkSameShape('noise', full, injected.shape);
    return injected;
  }
  return tf.tensor(draws[family](rng, sizeOf(full)), full, 'float32');
}
