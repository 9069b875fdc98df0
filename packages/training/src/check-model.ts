import { ArgumentTypeError } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs-core';
import { found, hasMethods } from './found.js';
import type { Trainable } from './trainable.js';
import { weightsOf } from './weights.js';

/**
 * Checks that a model can be trained.
 * @throws {ArgumentTypeError} naming what is missing or cannot be trained.
 */
export function checkModel(model: Trainable<never>): void {
  if (!hasMethods(model, ['loss']) || typeof model.variables !== 'object' || model.variables === null) {
    throw new ArgumentTypeError(
      `fit(model): expected a model { variables, loss(batch, context) }, found ${found(model)}`,
    );
  }
  weightsOf(model);
  const variables = Object.entries(model.variables);
  if (variables.length === 0) throw new ArgumentTypeError('fit(model): expected at least one variable, found none');
  const seen = new Map<tf.Variable, string>();
  for (const [name, variable] of variables) {
    if (!(variable instanceof tf.Variable)) {
      throw new ArgumentTypeError(`fit(model): '${name}': expected a tf.variable(…), found ${found(variable)}`);
    }
    const other = seen.get(variable);
    if (other !== undefined) {
      throw new ArgumentTypeError(`fit(model): '${other}' and '${name}' are the same variable; name it once`);
    }
    if (variable.dtype !== 'float32' || !variable.trainable) {
      throw new ArgumentTypeError(
        `fit(model): '${name}' cannot be trained (type ${variable.dtype}, trainable ${variable.trainable}); put it into the model's state`,
      );
    }
    if (variable.isDisposed) {
      throw new ArgumentTypeError(`fit(model): '${name}' was disposed; build the model anew`);
    }
    seen.set(variable, name);
  }
}
