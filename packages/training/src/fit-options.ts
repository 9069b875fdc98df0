import { ArgumentError, ArgumentTypeError, checkOptions } from '@polyvae/errors';
import type { Rng } from '@polyvae/random';
import type { BatchSource } from './batch-source.js';
import type { CheckpointStore } from './checkpoint-store.js';
import type { Compile } from './compile.js';
import { checkEarlyStopping, type EarlyStoppingOptions } from './early-stopping.js';
import { found, hasMethods } from './found.js';
import type { Optimizer } from './optimizer.js';
import type { Progress, StepEvent } from './progress.js';
import type { RunLog } from './run-log.js';
import type { LossTerms, TermName } from './terms.js';

/** Options of `fit`. */
export interface FitOptions<B, V extends { readonly loss: number } = LossTerms> {
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
  /** Ends the run when a term of the held-out data no longer improves; needs `validation`. */
  readonly earlyStopping?: EarlyStoppingOptions<TermName<V>>;
  /** Saved after each epoch and on abort; a run resumes from the newest. */
  readonly checkpoints?: CheckpointStore;
  /** Saves in mid-epoch too, after each so many steps. */
  readonly checkpointEvery?: number;
  /**
   * Batches that are begun while a step runs; default 1 if `get` gives promises, else 0. The order of batches and all numbers
   * are the same.
   */
  readonly prefetch?: number;
  /** Takes in each step and epoch. */
  readonly log?: RunLog;
  /** When it aborts, a checkpoint is saved and `TrainingAborted` thrown. */
  readonly signal?: AbortSignal;
  /** Called after every step. */
  readonly onStep?: (event: StepEvent<V>) => void;
  /** Shows how the run goes. */
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
  'earlyStopping',
  'checkpoints',
  'checkpointEvery',
  'prefetch',
  'log',
  'signal',
  'onStep',
  'progress',
];

function requireCount(name: string, value: number | undefined): void {
  if (value === undefined) return;
  if (!Number.isInteger(value) || value < 1) {
    throw new ArgumentError(`fit({ ${name} }): expected an integer ≥ 1, found ${String(value)}`);
  }
}

/** Options that are objects or functions: their methods, whether they must be there, and what was expected. */
const METHODS: readonly (readonly [keyof FitOptions<unknown>, readonly string[], string])[] = [
  [
    'optimizer',
    ['init', 'update', 'coefficients'],
    'an optimiser such as adam({ learningRate: 1e-3 }) of @polyvae/training',
  ],
  ['validation', ['get'], 'data { size, get(indices) }'],
  ['checkpoints', ['save', 'latest'], 'a store such as memoryCheckpoints() or fileCheckpoints(folder)'],
  ['log', ['open', 'append', 'close'], 'a log such as memoryLog() or fileLog(path)'],
  ['progress', ['step', 'epoch', 'end'], 'a progress such as consoleProgress()'],
  ['signal', ['addEventListener'], 'an AbortSignal'],
  ['compile', ['call'], 'a compiler of functions such as jit of @polyvae/backend-onnx'],
  ['onStep', ['call'], 'a function'],
];

function checkTypes<B>(data: BatchSource<B>, options: FitOptions<B>): void {
  if (!hasMethods(data, ['get'])) {
    throw new ArgumentTypeError(`fit(data): expected data { size, get(indices) }, found ${found(data)}`);
  }
  if (!hasMethods(options.rng, ['fork', 'save'])) {
    throw new ArgumentTypeError(`fit({ rng }): expected an Rng, such as Rng.fromSeed(7), found ${found(options.rng)}`);
  }
  for (const [name, methods, expected] of METHODS) {
    const value: unknown = options[name];
    if (value !== undefined && !hasMethods(value, methods)) {
      const own = /Optimizer$/.test(value?.constructor?.name ?? '');
      const hint = own ? '; optimisers of tf.train cannot be saved and resumed' : '';
      throw new ArgumentTypeError(`fit({ ${name} }): expected ${expected}, found ${found(value)}${hint}`);
    }
  }
}

/**
 * Checks options against the data.
 * @returns Steps in one epoch.
 */
export function checkFitOptions<B>(data: BatchSource<B>, options: FitOptions<B>): number {
  if (typeof options !== 'object' || options === null) {
    throw new ArgumentTypeError(
      `fit(model, data, options): expected { epochs, batchSize, rng, … }, found ${found(options)}`,
    );
  }
  checkOptions('fit', options, KNOWN);
  checkTypes(data, options);
  const { batchSize, stepsPerEpoch, dropLast = true, clipNorm } = options;
  if (!Number.isInteger(options.epochs) || options.epochs < 0) {
    throw new ArgumentError(`fit({ epochs }): expected an integer ≥ 0, found ${String(options.epochs)}`);
  }
  if (options.batchSize === undefined)
    throw new ArgumentError('fit({ batchSize }): expected an integer ≥ 1, found none');
  requireCount('batchSize', batchSize);
  requireCount('stepsPerEpoch', stepsPerEpoch);
  requireCount('checkpointEvery', options.checkpointEvery);
  const { prefetch, earlyStopping, checkpoints } = options;
  if (earlyStopping !== undefined) {
    checkEarlyStopping(earlyStopping);
    if (options.validation === undefined) {
      throw new ArgumentError('fit({ earlyStopping }): needs held-out data; give validation too');
    }
    if (checkpoints !== undefined && !hasMethods(checkpoints, ['saveBest', 'best'])) {
      throw new ArgumentTypeError(
        `fit({ earlyStopping }): expected checkpoints with saveBest and best, found ${found(checkpoints)}`,
      );
    }
  }
  if (prefetch !== undefined && !(Number.isInteger(prefetch) && prefetch >= 0)) {
    throw new ArgumentError(`fit({ prefetch }): expected an integer ≥ 0, found ${String(prefetch)}`);
  }
  if (clipNorm !== undefined && !(clipNorm > 0)) {
    throw new ArgumentError(`fit({ clipNorm }): expected a positive number, found ${clipNorm}`);
  }
  if (!Number.isInteger(data.size) || data.size < 1) {
    throw new ArgumentError(`fit(data): expected at least one item, found size ${String(data.size)}`);
  }
  if (batchSize > data.size) {
    throw new ArgumentError(
      `fit({ batchSize }): ${batchSize} is larger than the data, which has ${data.size} items; choose at most ${data.size}`,
    );
  }
  if (options.validation && !(options.validation.size >= 1)) {
    throw new ArgumentError(`fit({ validation }): expected at least one item, found size ${options.validation.size}`);
  }
  const whole = dropLast ? Math.floor(data.size / batchSize) : Math.ceil(data.size / batchSize);
  if (stepsPerEpoch !== undefined && stepsPerEpoch > whole) {
    throw new ArgumentError(
      `fit({ stepsPerEpoch }): ${stepsPerEpoch} is more than the ${whole} batches of ${batchSize} that ${data.size} items give; choose at most ${whole}`,
    );
  }
  return stepsPerEpoch ?? whole;
}
