import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import type { LossContext, LossResult, Terms, Trainable } from '../src/index.js';

/** A batch of the toy data. */
export interface ToyBatch {
  readonly x: tf.Tensor2D;
  readonly nested: { readonly y: tf.Tensor2D };
}

/** `size` items of a fixed non-linear map from three numbers to one. */
export function toyData(size: number, seed = 1): { size: number; get(indices: Uint32Array): ToyBatch } {
  const x = Rng.fromSeed(seed).normals(size * 3);
  return {
    size,
    get: (indices) => {
      const rows = Array.from(indices, (i) => [x[i * 3]!, x[i * 3 + 1]!, x[i * 3 + 2]!]);
      const y = rows.map(([a, b, c]) => [Math.tanh(a! - b!) + 0.5 * c!]);
      return { x: tf.tensor2d(rows), nested: { y: tf.tensor2d(y) } };
    },
  };
}

/** A small network with seeded noise and a running mean as state. */
export interface ToyModel extends Trainable<ToyBatch, Terms> {
  readonly variables: Readonly<Record<string, tf.Variable>>;
  readonly state: Readonly<Record<string, tf.Variable>>;
  dispose(): void;
}

/** Options of the toy model. */
export interface ToyOptions {
  readonly hidden?: number;
  readonly seed?: number;
  /** Makes this term NaN in this step. */
  readonly nanAt?: number;
}

export function toyModel({ hidden = 4, seed = 3, nanAt }: ToyOptions = {}): ToyModel {
  const rng = Rng.fromSeed(seed);
  const variable = (shape: number[]): tf.Variable =>
    tf.tidy(() => tf.variable(tf.tensor(rng.normals(shape.reduce((a, b) => a * b, 1)), shape).mul(0.5)));
  const variables = {
    'hidden.weight': variable([3, hidden]),
    'hidden.bias': variable([hidden]),
    'out.weight': variable([hidden, 1]),
    'out.unused': variable([2]),
  };
  const state = { 'hidden.runningMean': tf.tidy(() => tf.variable(tf.zeros([hidden]), false)) };
  return {
    variables,
    state,
    loss: (batch: ToyBatch, { rng: noise, training, step }: LossContext): LossResult => {
      const rows = batch.x.shape[0];
      const jitter = tf.tensor2d(noise.normals(rows * 3), [rows, 3]).mul(training ? 0.05 : 0);
      const before = batch.x.add(jitter).matMul(variables['hidden.weight']);
      const running = state['hidden.runningMean'];
      if (training) running.assign(running.mul(0.9).add(before.mean(0).mul(0.1)));
      const h = tf.tanh(before.sub(running).add(variables['hidden.bias']));
      const error = h.matMul(variables['out.weight']).sub(batch.nested.y);
      const squared = error.square().mean<tf.Scalar>();
      const penalty = variables['hidden.weight'].square().sum().mul<tf.Scalar>(1e-3);
      const reported = step === nanAt && training ? squared.mul<tf.Scalar>(Number.NaN) : squared;
      return { loss: reported.add(penalty), terms: { fit: { squared: reported }, penalty } };
    },
    dispose: () => tf.dispose([variables, state]),
  };
}

/** All weights as plain arrays, for exact comparison. */
export function snapshot(model: Trainable<never>): Record<string, number[]> {
  return Object.fromEntries(
    Object.entries({ ...model.variables, ...model.state }).map(([name, value]) => [name, Array.from(value.dataSync())]),
  );
}
