import * as tf from '@tensorflow/tfjs-core';
import { clipByGlobalNorm } from './clip-by-global-norm.js';
import type { Optimizer, OptimizerSlots, OptimizerState } from './optimizer.js';
import { type PackedTerms, packTerms } from './read-terms.js';
import type { LossContext, Trainable } from './trainable.js';

/** Tensors that a step made, with their names. */
export interface RecordedStep {
  /** Loss, terms and, with clipping, the gradients' norm. */
  readonly vector: tf.Tensor1D;
  readonly slots: OptimizerSlots;
  /** Names of the vector's elements. */
  readonly paths: readonly (readonly string[])[];
  /** Variables that had a gradient. */
  readonly reached: readonly string[];
}

/** Loss, terms and the gradients of what the loss reaches. */
export interface PackedGradients {
  readonly packed: PackedTerms;
  readonly gradients: Readonly<Record<string, tf.Tensor>>;
}

/** Options of a step besides its gradients. */
export interface RecordStepOptions {
  readonly optimizer: Optimizer;
  readonly clipNorm: number | undefined;
  readonly state: OptimizerState;
  readonly coefficients: tf.Tensor1D;
}

/** Differentiates a model's loss. Part of the caller's tidy, but for the packed vector, which is the caller's to dispose. */
export function differentiate<B>(model: Trainable<B>, batch: B, context: LossContext): PackedGradients {
  const variables = Object.entries(model.variables);
  let packed: PackedTerms | undefined;
  const loss = (): tf.Scalar => {
    const result = model.loss(batch, context);
    packed = packTerms(result);
    tf.keep(packed.vector);
    return result.loss;
  };
  let grads: tf.NamedTensorMap;
  try {
    ({ grads } = tf.variableGrads(
      loss,
      variables.map(([, variable]) => variable),
    ));
  } catch (error) {
    packed?.vector.dispose();
    throw error;
  }
  const gradients = variables.flatMap(([name, variable]) => {
    const gradient = grads[variable.name];
    return gradient ? [[name, gradient] as const] : [];
  });
  return { packed: packed!, gradients: Object.fromEntries(gradients) };
}

/** Clips gradients, updates and assigns variables; nothing is read. */
export function recordStep<B>(
  model: Trainable<B>,
  source: () => PackedGradients,
  { optimizer, clipNorm, state, coefficients }: RecordStepOptions,
): RecordedStep {
  const record = (): RecordedStep => {
    const { packed, gradients } = source();
    let vector = tf.clone(packed.vector);
    packed.vector.dispose();
    let clipped = gradients;
    if (clipNorm !== undefined) {
      const result = clipByGlobalNorm(gradients, clipNorm);
      clipped = result.gradients;
      vector = tf.concat([vector, tf.reshape(result.norm, [1])]);
    }
    const update = optimizer.update(clipped, state, model.variables, coefficients);
    for (const [name, value] of Object.entries(update.values)) model.variables[name]!.assign(value);
    return { vector, slots: update.slots, paths: packed.paths, reached: Object.keys(update.values) };
  };
  return tf.tidy('train-step', record as unknown as () => tf.TensorContainer) as unknown as RecordedStep;
}
