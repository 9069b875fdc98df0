import * as tf from '@tensorflow/tfjs';
import { adam } from './adam.js';
import type { BatchSource } from './batch-source.js';
import { type Cursor, encodeCheckpoint, NonFiniteWeights, type RunIdentity, restoreCheckpoint } from './checkpoint.js';
import { NonFiniteError, TrainingAborted } from './errors.js';
import { evaluateLoss } from './evaluate.js';
import { checkFitOptions, type FitOptions } from './fit-options.js';
import { plainSettings } from './model-settings.js';
import type { OptimizerState } from './optimizer.js';
import { type EpochResult, RateMeter } from './progress.js';
import { TermMeans } from './term-means.js';
import type { TermValues } from './terms.js';
import { createTrainStep, disposeOptimizerState, type TrainStepResult } from './train-step.js';
import type { Trainable } from './trainable.js';
import { weightsOf } from './weights.js';

/** Longest time without giving way to signals, timers and painting. */
const BREATH_MS = 50;

/**
 * Trains a model and yields after every epoch.
 *
 * Epoch `e` sees the data in an order determined by `rng` and `e`, and step `s` draws its noise from a stream determined
 * by `rng` and `s`; a run that was stopped and resumed from its checkpoint is therefore the same, bit for bit on the same
 * engine, as one that was not. A run resumes by itself if `checkpoints` holds a checkpoint, and yields only the epochs
 * that were left.
 *
 * @param model Its variables change in place; it stays the caller's.
 * @param data Batches are disposed after use.
 * @returns One result for each epoch. Ending the iteration early ends the run.
 * @throws {RangeError} if an option is out of range, such as a batch larger than the data.
 * @throws {CheckpointError} if the checkpoint is of another model or run.
 * @throws {NonFiniteError} if the loss or a term is NaN or infinite; names the term, the step and the last checkpoint.
 * @throws {TrainingAborted} if `signal` aborts, after saving a checkpoint.
 */
export function fit<B>(model: Trainable<B>, data: BatchSource<B>, options: FitOptions<B>): AsyncGenerator<EpochResult> {
  // Checked here, not at the first iteration, so that the error points at the call.
  const stepsPerEpoch = checkFitOptions(data, options);
  checkVariables(model);
  return run(model, data, options, stepsPerEpoch);
}

function checkVariables(model: Trainable<never>): void {
  weightsOf(model);
  const variables = Object.entries(model.variables);
  if (variables.length === 0) throw new TypeError('fit(model): expected at least one variable, found none');
  const seen = new Map<tf.Variable, string>();
  for (const [name, variable] of variables) {
    const other = seen.get(variable);
    if (other !== undefined) {
      throw new TypeError(`fit(model): '${other}' and '${name}' are the same variable; name it once`);
    }
    if (variable.dtype !== 'float32' || !variable.trainable) {
      throw new TypeError(
        `fit(model): '${name}' cannot be trained (type ${variable.dtype}, trainable ${variable.trainable}); put it into the model's state`,
      );
    }
    seen.set(variable, name);
  }
}

async function* run<B>(
  model: Trainable<B>,
  data: BatchSource<B>,
  options: FitOptions<B>,
  stepsPerEpoch: number,
): AsyncGenerator<EpochResult> {
  const { epochs, batchSize, optimizer = adam(), clipNorm, checkpoints, log, signal, progress, compile } = options;
  const rng = options.rng.fork('fit');
  const [orders, noise, heldOut] = [rng.fork('order'), rng.fork('noise'), rng.fork('held-out')];
  const identity: RunIdentity = {
    rng: rng.save(),
    dataSize: data.size,
    batchSize,
    dropLast: options.dropLast ?? true,
    stepsPerEpoch,
    clipNorm: clipNorm ?? null,
    optimizer: optimizer.settings,
    model: plainSettings(model.settings),
  };

  const stored = await checkpoints?.latest();
  let lastCheckpoint = stored?.location;
  let savedStep = -1;
  let cursor: Cursor = { step: 0, epoch: 0, batch: 0, means: [], seconds: 0 };
  let state: OptimizerState;
  if (stored) {
    const restored = restoreCheckpoint(stored.bytes, stored.location, model, optimizer, identity);
    cursor = restored.cursor;
    state = restored.optimizerState;
    savedStep = cursor.step;
  } else {
    state = optimizer.init(model.variables);
  }

  const save = async (at: Cursor): Promise<void> => {
    if (!checkpoints) return;
    let bytes: Uint8Array;
    try {
      bytes = await encodeCheckpoint(model, state, identity, at);
    } catch (error) {
      if (!(error instanceof NonFiniteWeights)) throw error;
      throw nonFinite(error.tensor, `after step ${at.step}, so that step was not saved`, at.step, lastCheckpoint);
    }
    lastCheckpoint = await checkpoints.save(bytes, at.step);
    savedStep = at.step;
  };
  const trainStep = createTrainStep(model, { optimizer, clipNorm, compile });
  const now = (): number => performance.now();
  const meter = new RateMeter();
  let breath = now();

  try {
    await log?.open({ step: cursor.step, epoch: cursor.epoch });
    let { step } = cursor;
    for (let epoch = cursor.epoch; epoch < epochs; epoch++) {
      const resumed = epoch === cursor.epoch;
      const means = TermMeans.restore(resumed ? cursor.means : []);
      const before = resumed ? cursor.seconds : 0;
      const begin = now();
      const seconds = (): number => before + (now() - begin) / 1000;
      const order = orders.fork(epoch).permutation(data.size);
      let batchIndex = resumed ? cursor.batch : 0;
      const here = (): Cursor => ({ step, epoch, batch: batchIndex, means: means.save(), seconds: seconds() });

      /** Gives way at times, so that signals arrive even if the engine never waits, and stops if asked to. */
      const checkAbort = async (): Promise<void> => {
        if (now() - breath > BREATH_MS) {
          await new Promise((resolve) => setTimeout(resolve, 0));
          breath = now();
        }
        if (!signal?.aborted) return;
        if (savedStep !== step) await save(here());
        const kept = checkpoints
          ? lastCheckpoint === undefined
            ? 'nothing to save yet'
            : `saved as ${lastCheckpoint}; run it again to continue`
          : 'nothing was saved, since no checkpoints are kept';
        throw new TrainingAborted(`training was stopped after step ${step}: ${kept}`, {
          step,
          checkpoint: lastCheckpoint,
          cause: signal.reason,
        });
      };

      await checkAbort();
      while (batchIndex < stepsPerEpoch) {
        const indices = order.slice(batchIndex * batchSize, (batchIndex + 1) * batchSize);
        const batch = data.get(indices);
        let result: TrainStepResult;
        try {
          result = await trainStep(batch, { state, rng: noise.fork(step), epoch });
        } finally {
          tf.dispose(batch as tf.TensorContainer);
        }
        state = result.state;
        if (result.nonFinite !== undefined) {
          const where = `in step ${step + 1} (epoch ${epoch}), with all terms ${describe(result.terms)}`;
          throw nonFinite(result.nonFinite, where, step, lastCheckpoint);
        }
        const { terms, gradientNorm } = result;
        step += 1;
        batchIndex += 1;
        means.add(terms, indices.length);
        await log?.append({ kind: 'step', step, epoch, terms, ...(gradientNorm !== undefined && { gradientNorm }) });
        meter.tick(now());
        const stepsPerSecond = meter.rate();
        const totalSteps = epochs * stepsPerEpoch;
        const event = {
          step,
          totalSteps,
          epoch,
          epochs,
          terms,
          gradientNorm,
          stepsPerSecond,
          secondsLeft: stepsPerSecond && (totalSteps - step) / stepsPerSecond,
        };
        options.onStep?.(event);
        progress?.step(event);
        await checkAbort();
        const due = options.checkpointEvery !== undefined && step % options.checkpointEvery === 0;
        if (due && batchIndex < stepsPerEpoch) await save(here());
      }

      let validation: TermValues | undefined;
      if (options.validation) {
        const settings = { batchSize, rng: heldOut, step, epoch, beforeBatch: checkAbort };
        try {
          validation = await evaluateLoss(model, options.validation, settings);
        } catch (error) {
          if (!(error instanceof NonFiniteError)) throw error;
          throw nonFinite(error.term, `on the held-out data after step ${step} (epoch ${epoch})`, step, lastCheckpoint);
        }
      }
      const result: EpochResult = {
        index: epoch,
        step,
        terms: means.means(),
        ...(validation && { validation }),
        seconds: seconds(),
      };
      const { index: _, ...entry } = result;
      await log?.append({ kind: 'epoch', epoch, ...entry });
      await save({ step, epoch: epoch + 1, batch: 0, means: [], seconds: 0 });
      progress?.epoch(result);
      yield result;
    }
  } finally {
    disposeOptimizerState(state);
    progress?.end();
    await log?.close();
  }
}

function nonFinite(what: string, where: string, step: number, checkpoint: string | undefined): NonFiniteError {
  const kept = checkpoint === undefined ? 'no checkpoint was saved' : `the last good checkpoint is ${checkpoint}`;
  return new NonFiniteError(
    `training stopped: '${what}' is not finite ${where}; ${kept}. A smaller learning rate or clipNorm may help`,
    { term: what, step, checkpoint },
  );
}

/** Like JSON, but with NaN and infinities shown. */
function describe(terms: TermValues): string {
  const parts = Object.entries(terms).map(
    ([name, value]) => `${name}: ${typeof value === 'number' ? String(value) : describe(value)}`,
  );
  return `{ ${parts.join(', ')} }`;
}
