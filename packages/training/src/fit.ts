import type { BatchSource } from './batch-source.js';
import { checkModel } from './check-model.js';
import { checkFitOptions, type FitOptions } from './fit-options.js';
import { type FitRun, fitRun, type Outcome } from './fit-run.js';
import { runEpochs } from './run-epochs.js';
import type { LossTermsOf } from './terms.js';
import type { Trainable } from './trainable.js';

/**
 * Trains a model: `await fit(…).last()` to the end, `for await (const epoch of fit(…))` with each epoch's result.
 *
 * Epoch `e` sees the data in an order determined by `rng` and `e`, and step `s` draws its noise from a stream determined
 * by `rng` and `s`; a run that was stopped and resumed from its checkpoint is therefore the same, bit for bit on the same
 * engine, as one that was not. A run resumes by itself if `checkpoints` holds a checkpoint, and yields only the epochs
 * that were left; where none was, `progress` is told so, and `last()` gives the last one that was done.
 *
 * @param model Its variables change in place; it stays the caller's.
 * @param data Batches are disposed after use, so each must be made of tensors of its own.
 * @returns A run, which trains once it is iterated or `last()` is called. Ending the iteration early ends the run.
 * @throws {ArgumentError} if an option is out of range, such as a batch larger than the data.
 * @throws {ArgumentTypeError} if an argument is of another type than expected.
 * @throws {CheckpointError} if the checkpoint is of another model or run.
 * @throws {NonFiniteError} if the loss or a term is NaN or infinite; names the term, the step and the last checkpoint.
 * @throws {TrainingAborted} if `signal` aborts, after saving a checkpoint.
 * @example
 * ```ts
 * for await (const epoch of fit(model, data, { epochs: 10, batchSize: 256, rng })) console.log(epoch.terms.loss);
 * const last = await fit(model, data, { epochs: 20, batchSize: 256, rng }).last();
 * ```
 */
export function fit<B, T extends object = object>(
  model: Trainable<B, T>,
  data: BatchSource<B>,
  options: FitOptions<B, LossTermsOf<NoInfer<T>>>,
): FitRun<LossTermsOf<T>> {
  // The names of terms are types alone.
  const plain = options as unknown as FitOptions<B>;
  // Checked here, not at the first iteration, so that the error points at the call.
  const stepsPerEpoch = checkFitOptions(data, plain);
  checkModel(model);
  const outcome: Outcome = { last: undefined };
  return fitRun(runEpochs(model, data, plain, stepsPerEpoch, outcome), outcome) as unknown as FitRun<LossTermsOf<T>>;
}
