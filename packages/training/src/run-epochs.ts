import * as tf from '@tensorflow/tfjs-core';
import { adam } from './adam.js';
import { BatchFeed } from './batch-feed.js';
import type { BatchSource } from './batch-source.js';
import { nonFiniteData } from './check-batch.js';
import {
  type Cursor,
  encodeCheckpoint,
  NonFiniteWeights,
  type RunIdentity,
  restoreBestWeights,
  restoreCheckpoint,
} from './checkpoint.js';
import { memoryCheckpoints } from './checkpoint-store.js';
import { EarlyStopping, type StoppingState } from './early-stopping.js';
import { CheckpointError, NonFiniteError, TrainingAborted } from './errors.js';
import { evaluateLoss } from './evaluate.js';
import type { FitOptions } from './fit-options.js';
import type { Outcome } from './fit-run.js';
import { plainSettings } from './model-settings.js';
import { describeTerms, nonFinite } from './non-finite.js';
import type { OptimizerState } from './optimizer.js';
import { type EpochResult, RateMeter } from './progress.js';
import { TermMeans } from './term-means.js';
import type { LossTerms } from './terms.js';
import { createTrainStep, disposeOptimizerState, type TrainStepResult } from './train-step.js';
import type { Trainable } from './trainable.js';

/** Longest time without giving way to signals, timers and painting. */
const BREATH_MS = 50;

/** The epochs of a run, which is what `fit` gives once its arguments were checked. */
export async function* runEpochs<B>(
  model: Trainable<B>,
  data: BatchSource<B>,
  options: FitOptions<B>,
  stepsPerEpoch: number,
  outcome: Outcome,
): AsyncGenerator<EpochResult, void, undefined> {
  const {
    epochs,
    batchSize,
    optimizer = adam(),
    clipNorm,
    checkpoints,
    log,
    signal,
    progress,
    compile,
    prefetch,
  } = options;
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
    outcome.last = cursor.last;
  } else {
    state = optimizer.init(model.variables);
  }

  const encode = async (at: Cursor): Promise<Uint8Array> => {
    try {
      return await encodeCheckpoint(model, state, identity, at);
    } catch (error) {
      if (!(error instanceof NonFiniteWeights)) throw error;
      const where = `after step ${at.step}, so that step was not saved`;
      throw nonFinite({ term: error.tensor, where, step: at.step, checkpoint: lastCheckpoint });
    }
  };
  const save = async (at: Cursor, encoded?: Uint8Array): Promise<void> => {
    if (!checkpoints) return;
    lastCheckpoint = await checkpoints.save(encoded ?? (await encode(at)), at.step);
    savedStep = at.step;
  };
  const trainStep = createTrainStep(model, { optimizer, clipNorm, compile });
  const now = (): number => performance.now();
  const meter = new RateMeter();
  let breath = now();
  let feed: BatchFeed<B> | undefined;

  try {
    const stopping =
      options.earlyStopping && new EarlyStopping(options.earlyStopping, cursor.stopping, stored?.location);
    const bests = checkpoints ?? memoryCheckpoints();
    if (stored && !stopping?.isOver && cursor.epoch >= epochs) {
      progress?.note?.(
        `nothing left to do: ${stored.location} has all ${cursor.epoch} epochs; more epochs continue it`,
      );
    }
    await log?.open({ step: cursor.step, epoch: cursor.epoch });
    let { step } = cursor;
    let { epoch } = cursor;
    for (; epoch < epochs && !stopping?.isOver; epoch++) {
      const resumed = epoch === cursor.epoch;
      const means = TermMeans.restore(resumed ? cursor.means : []);
      const before = resumed ? cursor.seconds : 0;
      const begin = now();
      const seconds = (): number => before + (now() - begin) / 1000;
      const order = orders.fork(epoch).permutation(data.size);
      let batchIndex = resumed ? cursor.batch : 0;
      const here = (): Cursor => ({
        step,
        epoch,
        batch: batchIndex,
        means: means.save(),
        seconds: seconds(),
        last: outcome.last,
        ...(stopping?.state && { stopping: stopping.state }),
      });

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
      const indicesOf = (batch: number): Uint32Array => order.slice(batch * batchSize, (batch + 1) * batchSize);
      feed = new BatchFeed(data, {
        where: 'fit(data)',
        first: batchIndex,
        end: stepsPerEpoch,
        ahead: prefetch,
        indicesOf,
      });
      while (batchIndex < stepsPerEpoch) {
        const indices = indicesOf(batchIndex);
        const batch = await feed.take();
        let result: TrainStepResult;
        try {
          result = await trainStep(batch, { state, rng: noise.fork(step), epoch });
          state = result.state;
          if (result.nonFinite !== undefined) {
            const where = `in step ${step + 1} (epoch ${epoch}), with all terms ${describeTerms(result.terms)}`;
            const bad = await nonFiniteData(batch, indices);
            throw nonFinite({ term: result.nonFinite, where, step, checkpoint: lastCheckpoint, data: bad });
          }
        } finally {
          tf.dispose(batch as tf.TensorContainer);
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

      let validation: LossTerms | undefined;
      if (options.validation) {
        const settings = { batchSize, rng: heldOut, step, epoch, prefetch, beforeBatch: checkAbort };
        try {
          validation = await evaluateLoss(model, options.validation, settings);
        } catch (error) {
          if (!(error instanceof NonFiniteError)) throw error;
          const where = `on the held-out data after step ${step} (epoch ${epoch})`;
          throw nonFinite({ term: error.term, where, step, checkpoint: lastCheckpoint, data: error.data });
        }
      }
      const isBest = validation !== undefined && stopping?.observe(validation, epoch, step) === true;
      const result: EpochResult = {
        index: epoch,
        step,
        terms: means.means(),
        ...(validation && { validation }),
        ...(stopping?.state && { best: { epoch: stopping.state.epoch, value: stopping.state.value } }),
        seconds: seconds(),
      };
      const { index: _, best: _best, ...entry } = result;
      await log?.append({ kind: 'epoch', epoch, ...entry });
      outcome.last = result;
      const next: Cursor = {
        ...{ step, epoch: epoch + 1, batch: 0, means: [], seconds: 0, last: result },
        ...(stopping?.state && { stopping: stopping.state }),
      };
      const encoded = checkpoints || isBest ? await encode(next) : undefined;
      // The best one first: if the run dies in between, the epoch is done again and found to be the best again.
      if (isBest) await bests.saveBest(encoded!, step);
      await save(next, encoded);
      progress?.epoch(result);
      yield result;
    }
    if (stopping?.isOver) progress?.note?.(stopping.reason(epoch));
    if (stopping?.state && stopping.restoresBest) {
      const best = await bests.best();
      if (!best) throw noBest(stopping.state, lastCheckpoint);
      restoreBestWeights(best, model, identity, stopping.state.step);
    }
  } finally {
    await feed?.close();
    disposeOptimizerState(state);
    progress?.end();
    await log?.close();
  }
}

function noBest({ epoch, step }: StoppingState, location = 'memory'): CheckpointError {
  return new CheckpointError(
    `the best checkpoint (epoch ${epoch}, step ${step}) is not beside ${location} any more; restoreBest: false goes on without it`,
  );
}
