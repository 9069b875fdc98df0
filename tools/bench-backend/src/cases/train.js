import tf from '@tensorflow/tfjs';
import { createAdam } from './adam.js';

/**
 * A training step, whole: the loss and its gradients, Adam, and the loss read at the end, given a batch as `draw` makes it.
 * `compile` is what makes the function of tensors fast, if anything: `jit` of this package.
 */
export function createTraining({ parameters, rate, loss }, compile = (update) => update) {
  const variables = parameters.map(({ variable }) => variable);
  const adam = createAdam(variables, rate);
  const update = compile((inputs, state) => {
    const { value, grads } = tf.variableGrads(() => loss(inputs), variables);
    const gradients = variables.map((v) => grads[v.name]);
    return { value, next: adam.update(gradients, state) };
  });
  return async (drawn) => {
    const { value, next } = tf.tidy(() => {
      const inputs = {};
      for (const [name, { values, shape }] of Object.entries(drawn)) inputs[name] = tf.tensor(values, shape);
      return update(inputs, adam.advance());
    });
    adam.keep(next);
    const [number] = await value.data();
    value.dispose();
    return number;
  };
}
