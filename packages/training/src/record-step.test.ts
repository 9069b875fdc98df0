import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { sgd, type Trainable, trainStep } from './index.js';

beforeAll(() => tf.setBackend('cpu'));

test('a loss that no variable reaches fails and leaves no tensor', async () => {
  const model: Trainable<null> = {
    variables: { a: tf.variable(tf.scalar(1)) },
    loss: () => ({ loss: tf.scalar(2), terms: {} }),
  };
  const optimizer = sgd({ learningRate: 0.1 });
  const state = optimizer.init(model.variables);
  const before = tf.memory().numTensors;
  const step = (): Promise<unknown> => trainStep(model, null, { optimizer, state, rng: Rng.fromSeed(0) });
  await expect(step()).rejects.toThrow(/Cannot find a connection/);
  expect(tf.memory().numTensors).toBe(before);
  tf.dispose(model.variables);
});
