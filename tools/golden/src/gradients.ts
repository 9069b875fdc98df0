import type * as tf from '@tensorflow/tfjs';
import type { Comparison } from './comparison.js';
import { isObject, type JsonObject, numberAt } from './format.js';
import type { ReferenceModel } from './objective-model.js';
import { toReference } from './parameters.js';

/** Compares the gradients of all parameters. */
export async function compareGradients(
  { model, parameters }: ReferenceModel,
  gradients: tf.NamedTensorMap,
  expected: JsonObject,
  comparison: Comparison,
): Promise<void> {
  for (const { name, path, layout } of parameters) {
    const variable = model.variables[path];
    if (!variable) continue;
    const gradient = gradients[variable.name];
    const values = gradient ? await toReference(gradient, layout) : new Float32Array(variable.size);
    compareGradient(name, values, expected, comparison);
  }
}

/** The share of its layer's gradient at which the reference's own float64 rounding lies, with room to spare. */
const ROUNDING = 1e-10;

/** Compares the gradient of one of the reference's parameters. */
export function compareGradient(
  name: string,
  values: Float32Array,
  expected: JsonObject,
  comparison: Comparison,
): void {
  const own = expected[name];
  // null: the reference's loss does not reach the parameter.
  if (own === null) {
    const isZero = values.every((x) => x === 0);
    comparison.same(`grads.${name}`, isZero, true);
    return;
  }
  const layer = expected[name.replace(/\.bias$/, '.weight')];
  if (isObject(own) && isObject(layer) && numberAt(own, 'l2') < ROUNDING * numberAt(layer, 'l2')) {
    // A bias that batch norm takes out again: zero but for rounding, which has no digits to compare, so it is held to the
    // tolerance of its layer's weight.
    const scale = numberAt(layer, 'l2');
    const l2 = Math.sqrt(values.reduce((sum, x) => sum + x * x, 0));
    comparison.check(`grads.${name}.l2`, [l2, scale], [0, scale], 'gradient');
    return;
  }
  comparison.check(`grads.${name}`, values, own, 'gradient');
}
