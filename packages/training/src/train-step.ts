import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import type { Compile } from './compile.js';
import type { Optimizer, OptimizerSlots, OptimizerState } from './optimizer.js';
import { packTerms, unpackTerms } from './read-terms.js';
import { differentiate, type PackedGradients, type RecordedStep, recordStep } from './record-step.js';
import { RecordedDraws } from './recorded-draws.js';
import type { LossTerms } from './terms.js';
import type { LossContext, Trainable } from './trainable.js';

/** Options that change from step to step. */
export interface StepOptions {
  /** From `optimizer.init` or the step before. Its tensors are disposed where they are replaced. */
  readonly state: OptimizerState;
  /** The step's own randomness; how far it is advanced is not defined. */
  readonly rng: Rng;
  /** Index of the epoch, passed on to the loss; default 0. */
  readonly epoch?: number;
}

/** Options of one step besides model and batch. */
export interface TrainStepOptions extends StepOptions {
  /** Optimiser that makes updates of gradients. */
  readonly optimizer: Optimizer;
  /** Largest joint norm of the gradients; none by default. */
  readonly clipNorm?: number;
}

/** Result of one step. */
export interface TrainStepResult {
  /** State of the optimiser after the step. */
  readonly state: OptimizerState;
  /** `loss` and the reported terms. */
  readonly terms: LossTerms;
  /** The first value that is NaN or infinite, if any. */
  readonly nonFinite: string | undefined;
  /** Joint norm of the gradients before clipping; only with `clipNorm`. */
  readonly gradientNorm?: number;
}

/** Steps after which a compiled step is compared with the loss again. */
const VERIFY_EVERY = 200;

/** Options of {@link createTrainStep}. */
export interface CreateTrainStepOptions {
  /** Optimiser that makes updates of gradients. */
  readonly optimizer: Optimizer;
  /** Largest joint norm of the gradients; none by default. */
  readonly clipNorm?: number;
  /**
   * Compiles the step, so that tracing the loss and its gradients is done once rather than at every step. The loss must
   * be a function of variables, batch, `rng` and epoch: other numbers that it makes on the host, such as a weight kept in
   * the model that changes later, end the run with an error when the step is next compared, every 200 steps. A loss that
   * reads tensors, depends on the step, or decides by numbers drawn outside `rng.derive` stays as it is.
   */
  readonly compile?: Compile;
}

/**
 * A function that takes training steps: gradients, optimiser, assignment, and only then one read that brings loss and
 * all terms. On a lazy backend the whole step is therefore one graph. Variables that the loss does not reach keep their
 * value. Batches are not disposed.
 * @returns The step; it rejects with a TypeError if the loss or a term is not a scalar.
 * @example
 * ```ts
 * const step = createTrainStep(model, { optimizer, compile: jit });
 * const { state, terms } = await step(batch, { state: optimizer.init(model.variables), rng });
 * ```
 */
export function createTrainStep<B>(
  model: Trainable<B>,
  { optimizer, clipNorm, compile }: CreateTrainStepOptions,
): (batch: B, options: StepOptions) => Promise<TrainStepResult> {
  const draws = new RecordedDraws();
  // What a compiled loss would go on with although it is another number later.
  const read = { step: false, epoch: false };
  // What the step that is being recorded was given, beside its arguments.
  let current: StepOptions | undefined;
  const contextOf = ({ state, epoch = 0 }: StepOptions, rng: Rng): LossContext => ({
    rng,
    training: true,
    get step() {
      read.step = true;
      return state.step;
    },
    get epoch() {
      read.epoch = true;
      return epoch;
    },
  });

  /** The plain arguments only keep apart steps that must be recorded apart. */
  const body = (
    batch: B,
    slots: OptimizerSlots,
    coefficients: tf.Tensor1D,
    _groups: readonly number[],
    _epoch: number | null,
  ): RecordedStep =>
    recordStep(model, () => differentiate(model, batch, contextOf(current!, draws.record(current!.rng))), {
      optimizer,
      clipNorm,
      state: { ...current!.state, slots },
      coefficients,
    });
  const compiled = model.gradients
    ? undefined
    : compile?.(body, { strict: false, verifyEvery: VERIFY_EVERY, hostInputs: draws });

  return async (batch, options) => {
    const { state, rng } = options;
    const given = await model.gradients?.(batch, contextOf(options, rng));
    const runsCompiled = compiled !== undefined && !read.step;
    const prepared = runsCompiled ? model.prepare?.(batch) : undefined;
    const coefficients = tf.tensor1d(optimizer.coefficients(state));
    let recorded: RecordedStep;
    try {
      current = options;
      draws.startFrom(rng);
      if (given) {
        const packed = (): PackedGradients => ({ packed: packTerms(given), gradients: given.gradients });
        recorded = recordStep(model, packed, { optimizer, clipNorm, state, coefficients });
      } else {
        const run = runsCompiled ? compiled : body;
        recorded = run(
          (prepared?.batch ?? batch) as B,
          state.slots,
          coefficients,
          groupsOf(state.updates),
          read.epoch ? (options.epoch ?? 0) : null,
        );
      }
    } finally {
      coefficients.dispose();
      prepared?.dispose();
      tf.dispose(given as unknown as tf.TensorContainer);
    }
    const next = { step: state.step + 1, updates: { ...state.updates }, slots: recorded.slots };
    for (const name of recorded.reached) next.updates[name] = (next.updates[name] ?? 0) + 1;
    disposeReplaced(state, next);
    let data: Float32Array;
    try {
      data = await recorded.vector.data<'float32'>();
    } catch (error) {
      disposeOptimizerState(next);
      throw error;
    } finally {
      recorded.vector.dispose();
    }
    const { values, nonFinite } = unpackTerms(data, recorded.paths);
    const result = { state: next, terms: values, nonFinite };
    if (clipNorm === undefined) return result;
    const gradientNorm = data[recorded.paths.length]!;
    return {
      ...result,
      gradientNorm,
      nonFinite: nonFinite ?? (Number.isFinite(gradientNorm) ? undefined : 'gradient norm'),
    };
  };
}

/**
 * One step on a batch, as {@link createTrainStep} takes them.
 * @example
 * ```ts
 * const { state, terms } = await trainStep(model, batch, { optimizer, state: optimizer.init(model.variables), rng });
 * ```
 */
export function trainStep<B>(model: Trainable<B>, batch: B, options: TrainStepOptions): Promise<TrainStepResult> {
  return createTrainStep(model, options)(batch, options);
}

/** Which variables have had the same number of updates. */
function groupsOf(updates: Readonly<Record<string, number>>): number[] {
  const counts = Object.values(updates);
  const distinct = [...new Set(counts)];
  return distinct.length === 1 ? [] : counts.map((count) => distinct.indexOf(count));
}

/**
 * Disposes the tensors of an optimiser state.
 * @example
 * ```ts
 * disposeOptimizerState(state);
 * ```
 */
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
