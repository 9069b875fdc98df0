import { PolyvaeError } from '@polyvae/errors';
import type { RngState } from '@polyvae/random';
import type * as tf from '@tensorflow/tfjs-core';
import type { StoredCheckpoint } from './checkpoint-store.js';
import type { StoppingState } from './early-stopping.js';
import { CheckpointError } from './errors.js';
import { settingDifferences } from './model-settings.js';
import { differences, readTensors, toTensor } from './named-tensors.js';
import type { Optimizer, OptimizerState } from './optimizer.js';
import type { EpochResult } from './progress.js';
import type { LogPosition } from './run-log.js';
import { decodeSafetensors, encodeSafetensors, type SafetensorsEntry } from './safetensors.js';
import type { SavedMean } from './term-means.js';
import type { Settings } from './trainable.js';
import { assignWeights, type ModelWeights, OPTIMIZER_PREFIX, weightsOf } from './weights.js';

const FORMAT = 'polyvae-checkpoint';
const VERSION = 1;

/** Where a run stands. */
export interface Cursor {
  /** Steps completed in all. */
  readonly step: number;
  /** Epochs completed. */
  readonly epoch: number;
  /** Batches of the current epoch that are done. */
  readonly batch: number;
  /** Sums of the current epoch's terms. */
  readonly means: readonly SavedMean[];
  /** Time spent in the current epoch. */
  readonly seconds: number;
  /** The last epoch that was completed. */
  readonly last?: EpochResult;
  /** Where early stopping stands. */
  readonly stopping?: StoppingState;
}

/** Properties of a run that must not change for it to continue as if it had not stopped. */
export interface RunIdentity {
  readonly rng: RngState;
  readonly dataSize: number;
  readonly batchSize: number;
  readonly dropLast: boolean;
  readonly stepsPerEpoch: number;
  readonly clipNorm: number | null;
  readonly optimizer: Readonly<Record<string, string | number | boolean>>;
  /** The model's own settings; none where it says nothing. */
  readonly model: Settings;
}

interface StoredState {
  readonly version: number;
  readonly identity: RunIdentity;
  readonly cursor: Cursor;
  readonly optimizer: { readonly step: number; readonly updates: Readonly<Record<string, number>> };
}

/** Thrown instead of encoding a tensor that is not finite; caught by `fit`, which knows the last good checkpoint. */
export class NonFiniteWeights extends PolyvaeError {
  override readonly name = 'NonFiniteWeights';
  readonly code = 'non-finite';
  readonly tensor: string;

  constructor(tensor: string) {
    super(`'${tensor}' is not finite`);
    this.tensor = tensor;
  }
}

/** A run's position and optimiser state as restored. */
export interface RestoredRun {
  readonly cursor: Cursor;
  readonly optimizerState: OptimizerState;
}

function slotTensors(state: OptimizerState): Record<string, tf.Tensor> {
  return Object.fromEntries(
    Object.entries(state.slots).flatMap(([slot, tensors]) =>
      Object.entries(tensors).map(([name, tensor]) => [`${OPTIMIZER_PREFIX}${slot}/${name}`, tensor]),
    ),
  );
}

/**
 * A run as one safetensors file: weights under their own names, optimiser slots under `optimizer/`, everything else as
 * JSON in the file's metadata.
 * @throws {NonFiniteWeights} if a tensor is not finite: such a checkpoint would replace a good one.
 */
export async function encodeCheckpoint(
  model: ModelWeights,
  optimizerState: OptimizerState,
  identity: RunIdentity,
  cursor: Cursor,
): Promise<Uint8Array> {
  const entries = await readTensors({ ...weightsOf(model), ...slotTensors(optimizerState) });
  const bad = entries.find(
    ([, { dtype, data }]) => dtype === 'F32' && !(data as Float32Array).every((value) => Number.isFinite(value)),
  );
  if (bad) throw new NonFiniteWeights(bad[0]);
  const { step, updates } = optimizerState;
  const state: StoredState = { version: VERSION, identity, cursor, optimizer: { step, updates } };
  return encodeSafetensors(entries, { format: FORMAT, state: JSON.stringify(state) });
}

/**
 * Restores a run in place: the model's variables are set only if everything fits.
 * @param location Named in errors.
 * @throws {CheckpointError} if the checkpoint is of another model, run or version.
 * @throws {SafetensorsError} if the file is damaged.
 */
export function restoreCheckpoint(
  bytes: Uint8Array,
  location: string,
  model: ModelWeights,
  optimizer: Optimizer,
  identity: RunIdentity,
): RestoredRun {
  const { tensors, metadata } = decodeSafetensors(bytes, location);
  const state = parseState(metadata, location);
  const weights = new Map<string, SafetensorsEntry>();
  const slots = new Map<string, SafetensorsEntry>();
  for (const [name, entry] of tensors) (name.startsWith(OPTIMIZER_PREFIX) ? slots : weights).set(name, entry);

  const modelProblems = differences(weightsOf(model), weights);
  if (modelProblems.length === 0) checkIdentity(state.identity, identity, location);
  const fresh = optimizer.init(model.variables);
  const expected = slotTensors(fresh);
  const slotProblems = differences(expected, slots);
  for (const tensor of Object.values(expected)) tensor.dispose();
  // The model first: its message is the clearer one.
  if (modelProblems.length === 0 && slotProblems.length > 0) {
    throw new CheckpointError(`${location}: the optimiser's state does not fit: ${slotProblems.join('; ')}`);
  }
  assignWeights(model, weights, location);
  const restored = Object.fromEntries(
    Object.entries(fresh.slots).map(([slot, named]) => [
      slot,
      Object.fromEntries(
        Object.keys(named).map((name) => [name, toTensor(slots.get(`${OPTIMIZER_PREFIX}${slot}/${name}`)!)]),
      ),
    ]),
  );
  return { cursor: state.cursor, optimizerState: { ...state.optimizer, slots: restored } };
}

/**
 * Sets a model's weights from the checkpoint of its best epoch.
 * @param step Steps completed then.
 * @throws {CheckpointError} if the checkpoint is of another step, run or model.
 */
export function restoreBestWeights(
  { bytes, location }: StoredCheckpoint,
  model: ModelWeights,
  identity: RunIdentity,
  step: number,
): void {
  const { tensors, metadata } = decodeSafetensors(bytes, location);
  const state = parseState(metadata, location);
  checkIdentity(state.identity, identity, location);
  if (state.cursor.step !== step) {
    throw new CheckpointError(
      `${location}: expected the best checkpoint, of step ${step}, found one of step ${state.cursor.step}; restoreBest: false goes on without it`,
    );
  }
  assignWeights(model, new Map([...tensors].filter(([name]) => !name.startsWith(OPTIMIZER_PREFIX))), location);
}

/**
 * Where the run of a checkpoint stands.
 * @throws {CheckpointError} if it is no checkpoint, or damaged.
 * @example
 * ```ts
 * const newest = await checkpoints.latest();
 * if (newest) console.log(checkpointPosition(newest).epoch);
 * ```
 */
export function checkpointPosition({ bytes, location }: StoredCheckpoint): LogPosition {
  const { step, epoch } = parseState(decodeSafetensors(bytes, location).metadata, location).cursor;
  return { step, epoch };
}

function parseState(metadata: Readonly<Record<string, string>>, location: string): StoredState {
  if (metadata.format !== FORMAT || metadata.state === undefined) {
    throw new CheckpointError(
      `${location}: expected a checkpoint, found a safetensors file of format '${metadata.format ?? 'unknown'}'; use loadWeights for weights alone`,
      { isDamaged: true },
    );
  }
  let state: StoredState;
  try {
    state = JSON.parse(metadata.state) as StoredState;
  } catch (error) {
    throw new CheckpointError(`${location}: its state is not JSON; the file is damaged`, {
      cause: error,
      isDamaged: true,
    });
  }
  if (state?.version !== VERSION) {
    throw new CheckpointError(
      `${location}: expected checkpoint version ${VERSION}, found ${String(state?.version)}; it was written by another version of the library`,
      { isDamaged: typeof state?.version !== 'number' },
    );
  }
  const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
  const { cursor, optimizer, identity } = state;
  const sound =
    isCount(cursor?.step) &&
    isCount(cursor.epoch) &&
    isCount(cursor.batch) &&
    Array.isArray(cursor.means) &&
    (cursor.stopping === undefined || (isCount(cursor.stopping.step) && isCount(cursor.stopping.stale))) &&
    isCount(optimizer?.step) &&
    typeof optimizer.updates === 'object' &&
    typeof identity === 'object' &&
    identity !== null;
  if (!sound)
    throw new CheckpointError(`${location}: its state is incomplete; the file is damaged`, { isDamaged: true });
  return state;
}

function checkIdentity(stored: RunIdentity, current: RunIdentity, location: string): void {
  const { rng, ...now } = JSON.parse(JSON.stringify(current)) as RunIdentity;
  const kept: Readonly<Record<string, unknown>> = { ...stored, model: stored.model ?? {} };
  // What only the file knows decides nothing here.
  const then = Object.fromEntries(Object.entries(kept).filter(([key]) => key in now));
  const isOtherRng = settingDifferences({ rng: stored.rng }, { rng }).length > 0;
  const problems = [
    ...(isOtherRng ? ['its random stream is another one (was the run started with another seed?)'] : []),
    ...settingDifferences(then, now),
  ];
  if (problems.length > 0) {
    throw new CheckpointError(
      `${location} belongs to another run: ${problems.join('; ')}. Resume with the same settings, or start anew in another place`,
    );
  }
}
