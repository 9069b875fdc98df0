import type { Rng } from '@polyvae/random';
import type { BatchSource } from './batch-source.js';
import { checkOptions } from './check-options.js';
import type { CheckpointStore } from './checkpoint-store.js';
import type { Compile } from './compile.js';
import type { Optimizer } from './optimizer.js';
import type { Progress, StepEvent } from './progress.js';
import type { RunLog } from './run-log.js';

/** Options of `fit`. */
export interface FitOptions<B> {
  /** Passes over the data, counted from the very beginning: a resumed run does what is left. */
  readonly epochs: number;
  /** Items in a batch; at most the data's size. */
  readonly batchSize: number;
  /** Order and noise come from streams forked from it; it is not advanced. */
  readonly rng: Rng;
  /** Default: `adam()` with learning rate 1e-3 and ε = 1e-8. */
  readonly optimizer?: Optimizer;
  /** Ends each epoch early; by default an epoch sees all full batches. */
  readonly stepsPerEpoch?: number;
  /**
   * Leaves out an epoch's last batch if it is not full; default true, because another batch size means another shape,
   * which backends that compile would compile anew. (Other items are left out in each epoch.)
   */
  readonly dropLast?: boolean;
  /** Largest joint norm of the gradients. */
  readonly clipNorm?: number;
  /** Compiles the training step, such as `jit` of `@polyvae/backend-onnx`; the same numbers in less time. */
  readonly compile?: Compile;
  /** Held-out data, evaluated whole after each epoch, with the same noise each time. */
  readonly validation?: BatchSource<B>;
  /** Saved after each epoch and on abort; a run resumes from the newest. */
  readonly checkpoints?: CheckpointStore;
  /** Saves in mid-epoch too, after each so many steps. */
  readonly checkpointEvery?: number;
  readonly log?: RunLog;
  /** When it aborts, a checkpoint is saved and `TrainingAborted` thrown. */
  readonly signal?: AbortSignal;
  readonly onStep?: (event: StepEvent) => void;
  readonly progress?: Progress;
}

const KNOWN: readonly (keyof FitOptions<unknown>)[] = [
  'epochs',
  'batchSize',
  'rng',
  'optimizer',
  'stepsPerEpoch',
  'dropLast',
  'clipNorm',
  'compile',
  'validation',
  'checkpoints',
  'checkpointEvery',
  'log',
  'signal',
  'onStep',
  'progress',
];

function requireCount(name: string, value: number | undefined): void {
  if (value === undefined) return;
  if (!Number.isInteger(value) || value < 1) {
    throw new RangeError(`fit({ ${name} }): expected an integer ≥ 1, found ${String(value)}`);
  }
}

/**
 * Checks options against the data.
 * @returns Steps in one epoch.
 */
export function checkFitOptions<B>(data: BatchSource<B>, options: FitOptions<B>): number {
  checkOptions('fit', options, KNOWN);
  const { batchSize, stepsPerEpoch, dropLast = true, clipNorm } = options;
  if (!Number.isInteger(options.epochs) || options.epochs < 0) {
    throw new RangeError(`fit({ epochs }): expected an integer ≥ 0, found ${String(options.epochs)}`);
  }
  if (options.batchSize === undefined) throw new RangeError('fit({ batchSize }): expected an integer ≥ 1, found none');
  requireCount('batchSize', batchSize);
  requireCount('stepsPerEpoch', stepsPerEpoch);
  requireCount('checkpointEvery', options.checkpointEvery);
  if (clipNorm !== undefined && !(clipNorm > 0)) {
    throw new RangeError(`fit({ clipNorm }): expected a positive number, found ${clipNorm}`);
  }
  if (!options.rng) throw new TypeError('fit({ rng }): expected an Rng, such as Rng.fromSeed(7), found none');
  if (!Number.isInteger(data.size) || data.size < 1) {
    throw new RangeError(`fit(data): expected at least one item, found size ${String(data.size)}`);
  }
  if (batchSize > data.size) {
    throw new RangeError(
      `fit({ batchSize }): ${batchSize} is larger than the data, which has ${data.size} items; choose at most ${data.size}`,
    );
  }
  if (options.validation && !(options.validation.size >= 1)) {
    throw new RangeError(`fit({ validation }): expected at least one item, found size ${options.validation.size}`);
  }
  const whole = dropLast ? Math.floor(data.size / batchSize) : Math.ceil(data.size / batchSize);
  if (stepsPerEpoch !== undefined && stepsPerEpoch > whole) {
    throw new RangeError(
      `fit({ stepsPerEpoch }): ${stepsPerEpoch} is more than the ${whole} batches of ${batchSize} that ${data.size} items give; choose at most ${whole}`,
    );
  }
  return stepsPerEpoch ?? whole;
}
