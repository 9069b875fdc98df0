import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import { checkSampleShape, sizeOf } from './shapes.js';

/** Coefficients of Stirling's series. */
const stirling = [1 / 12, -1 / 360, 1 / 1260] as const;

/** ln k! of an integer. */
function logFactorial(k: number): number {
  let product = 1;
  let z = k + 1;
  while (z < 10) product *= z++;
  const [a, b, c] = stirling;
  const remainder = (a + (b + c / (z * z)) / (z * z)) / z;
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + remainder - Math.log(product);
}

/** Uniform in (0, 1]. */
function positiveUniform(rng: Rng): number {
  return 1 - rng.uniform();
}

/**
 * A gamma variate of scale 1.
 * @see Marsaglia and Tsang 2000, "A simple method for generating gamma variables"
 */
export function drawGamma(rng: Rng, shape: number): number {
  // A shape below 1 is one of shape + 1 times a power of a uniform.
  if (shape < 1) return drawGamma(rng, shape + 1) * positiveUniform(rng) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = rng.normal();
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    if (Math.log(positiveUniform(rng)) < 0.5 * x * x + d * (1 - v + Math.log(v))) return d * v;
  }
}

/** Counts the uniforms whose product stays above exp(−rate): for small rates. */
function drawSmallPoisson(rng: Rng, rate: number): number {
  const limit = Math.exp(-rate);
  let count = 0;
  for (let product = positiveUniform(rng); product > limit; product *= positiveUniform(rng)) count++;
  return count;
}

/**
 * A Poisson variate; NaN if the rate is not finite.
 * @see Hörmann 1993, "The transformed rejection method for generating Poisson random variables" (PTRS, for rates from 10 on)
 */
export function drawPoisson(rng: Rng, rate: number): number {
  if (!(rate >= 0 && rate < Infinity)) return Number.NaN;
  if (rate < 10) return drawSmallPoisson(rng, rate);
  const logRate = Math.log(rate);
  const b = 0.931 + 2.53 * Math.sqrt(rate);
  const a = -0.059 + 0.02483 * b;
  const logInverseAlpha = Math.log(1.1239 + 1.1328 / (b - 3.4));
  const quickly = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = rng.uniform() - 0.5;
    const v = positiveUniform(rng);
    const distance = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / distance + b) * u + rate + 0.43);
    if (distance >= 0.07 && v <= quickly) return k;
    if (k < 0 || (distance < 0.013 && v > distance)) continue;
    const bound = k * logRate - rate - logFactorial(k);
    if (Math.log(v) + logInverseAlpha - Math.log(a / (distance * distance) + b) <= bound) return k;
  }
}

/**
 * Counts of shape `[...sampleShape, ...batchShape]` drawn one after the other on the CPU, for which the parameters are read
 * back from the device.
 * @param parameters Of the batch shape.
 * @param draw One count for a member's parameters, in their order.
 */
export function drawCounts(
  rng: Rng,
  sampleShape: readonly number[],
  batchShape: readonly number[],
  parameters: readonly tf.Tensor[],
  draw: (rng: Rng, ...values: number[]) => number,
): tf.Tensor {
  checkSampleShape('sampleShape', sampleShape);
  const values = parameters.map((parameter) => parameter.dataSync());
  const members = sizeOf(batchShape);
  const counts = new Float32Array(sizeOf(sampleShape) * members);
  for (let i = 0; i < counts.length; i++) counts[i] = draw(rng, ...values.map((of) => of[i % members]!));
  return tf.tensor(counts, [...sampleShape, ...batchShape], 'float32');
}
