import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { clipByGlobalNorm } from './clip-by-global-norm.js';
import type { Optimizer, OptimizerState } from './optimizer.js';
import { type PackedTerms, packTerms, unpackTerms } from './read-terms.js';
import type { TermValues } from './terms.js';
import type { LossResult, Trainable } from './trainable.js';

/** What one step needs besides model and batch. */
export interface TrainStepOptions {
  readonly optimizer: Optimizer;
  /** From `optimizer.init` or the step before. Its tensors are disposed where they are replaced. */
  readonly state: OptimizerState;
  /** The step's own randomness. */
  readonly rng: Rng;
  /** Index of the epoch, passed on to the loss; default 0. */
  readonly epoch?: number;
  /** Largest joint norm of the gradients; none by default. */
  readonly clipNorm?: number;
}

/** What one step did. */
export interface TrainStepResult {
  readonly state: OptimizerState;
  /** `loss` and the reported terms. */
  readonly terms: TermValues;
  /** The first value that is NaN or infinite, if any. */
  readonly nonFinite: string | undefined;
  /** Joint norm of the gradients before clipping; only with `clipNorm`. */
  readonly gradientNorm?: number;
}

interface RecordedStep {
  readonly vector: tf.Tensor1D;
  readonly state: OptimizerState;
}

/**
 * One step on a batch: gradients, optimiser, assignment, and only then one read that brings loss and all terms. On a
 * lazy backend the whole step is therefore one graph. Variables that the loss does not reach keep their value. The batch
 * is not disposed.
 * @throws {TypeError} if the loss or a term is not a scalar.
 */
export async function trainStep<B>(model: Trainable<B>, batch: B, options: TrainStepOptions): Promise<TrainStepResult> {
  const { optimizer, state, rng, epoch = 0, clipNorm } = options;
  const names = Object.keys(model.variables);
  const variables = Object.values(model.variables);
  const context = { rng, training: true, step: state.step, epoch };
  let packed: PackedTerms | undefined;
  const pack = (result: LossResult): void => {
    packed = packTerms(result);
    tf.keep(packed.vector);
  };

  const differentiate = (): Readonly<Record<string, tf.Tensor>> => {
    const { grads } = tf.variableGrads(() => {
      const result = model.loss(batch, context);
      pack(result);
      return result.loss;
    }, variables);
    return Object.fromEntries(
      names.flatMap((name, i) => {
        const gradient = grads[variables[i]!.name];
        return gradient ? [[name, gradient]] : [];
      }),
    );
  };
  const given = model.gradients ? await model.gradients(batch, context) : undefined;

  const record = (): RecordedStep => {
    if (given) pack(given);
    let gradients = given?.gradients ?? differentiate();
    let vector = tf.clone(packed!.vector);
    if (clipNorm !== undefined) {
      const clipped = clipByGlobalNorm(gradients, clipNorm);
      gradients = clipped.gradients;
      vector = tf.concat([vector, tf.reshape(clipped.norm, [1])]);
    }
    const update = optimizer.update(gradients, state, model.variables);
    for (const [name, value] of Object.entries(update.values)) model.variables[name]!.assign(value);
    return { vector, state: update.state };
  };

  let recorded: RecordedStep;
  try {
    recorded = tf.tidy('train-step', record as unknown as () => tf.TensorContainer) as unknown as RecordedStep;
  } finally {
    packed?.vector.dispose();
    tf.dispose(given as unknown as tf.TensorContainer);
  }
  disposeReplaced(state, recorded.state);
  let data: Float32Array;
  try {
    data = await recorded.vector.data<'float32'>();
  } catch (error) {
    disposeOptimizerState(recorded.state);
    throw error;
  } finally {
    recorded.vector.dispose();
  }
  const { paths } = packed!;
  const { values, nonFinite } = unpackTerms(data, paths);
  const result = { state: recorded.state, terms: values, nonFinite };
  if (clipNorm === undefined) return result;
  const gradientNorm = data[paths.length]!;
  return {
    ...result,
    gradientNorm,
    nonFinite: nonFinite ?? (Number.isFinite(gradientNorm) ? undefined : 'gradient norm'),
  };
}

/** Disposes the tensors of an optimiser state. */
export function disposeOptimizerState(state: OptimizerState): void {
  tf.dispose(Object.values(state.slots).flatMap((slot) => Object.values(slot)));
}

function disposeReplaced(before: OptimizerState, after: OptimizerState): void {
  for (const [slot, tensors] of Object.entries(before.slots)) {
    for (const [name, tensor] of Object.entries(tensors)) {
      if (after.slots[slot]?.[name] !== tensor) tensor.dispose();
    }
  }
}
