import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ArgumentError, checkOptions } from '@polyvae/errors';
import type { Rng } from '@polyvae/random';
import { checkFaceText, type FaceTextOptions } from '../../faces-split.js';
import type { DecodingProgress } from '../decoding-progress.js';
import type { FacePart } from './lists.js';

/** Options of `celebaText`. */
export interface CelebaTextOptions {
  /** Folder that holds `img_align_celeba`, `list_attr_celeba` and `list_eval_partition`, the lists as `.txt` or `.csv`. */
  directory: string;
  /** Seeds texts that begin anywhere or are in random order; not advanced. */
  rng: Rng;
  /** Folder for the decoded images, 12 kB each; `.polyvae-cache` in `directory` by default. */
  cache?: string;
  /**
   * Side of the square that is cut from the middle of an image of 178 × 218 pixels, an even number from 64 to 178; 148
   * as published. Half of it is cut from an image of 89 × 109.
   */
  cropSize?: number;
  /** Where texts begin, and in which order they name the attributes. */
  text?: FaceTextOptions;
  /** Goes on without listed images that are missing or damaged; `leftOut` and `description` tell which. */
  skipCorrupt?: boolean;
  /** Another partition file, in `directory` or with an absolute path; it may name part of the images. */
  partition?: string;
  /** Number of training images, the first ones; all by default. */
  trainSize?: number;
  /** Number of validation images, the first ones; all by default. */
  validationSize?: number;
  /** Number of test images, the first ones; all by default. */
  testSize?: number;
  /**
   * Images decoded at once; two for each core by default. Node has 4 threads for it unless the environment variable
   * `UV_THREADPOOL_SIZE` says otherwise.
   */
  concurrency?: number;
  /** Called at most ten times a second, and after each 4,096 images. */
  onProgress?: (progress: DecodingProgress) => void;
  /** Stops the decoding; what is finished stays in the cache for the next call. */
  signal?: AbortSignal;
}

const KNOWN: readonly (keyof CelebaTextOptions)[] = [
  'directory',
  'rng',
  'cache',
  'cropSize',
  'text',
  'skipCorrupt',
  'partition',
  'trainSize',
  'validationSize',
  'testSize',
  'concurrency',
  'onProgress',
  'signal',
];

/** Options with their defaults. */
export interface CheckedOptions extends CelebaTextOptions {
  readonly cache: string;
  readonly cropSize: number;
  readonly text: FaceTextOptions;
  readonly skipCorrupt: boolean;
  readonly concurrency: number;
  readonly sizes: Readonly<Partial<Record<FacePart, number>>>;
}

/**
 * @throws {ArgumentTypeError} if an option is unknown.
 * @throws {ArgumentError} if one is out of range.
 */
export function checkCelebaOptions(options: CelebaTextOptions): CheckedOptions {
  checkOptions('celebaText', options, KNOWN);
  const { directory, cropSize = 148, text = {}, concurrency = 2 * availableParallelism() } = options;
  checkFaceText('celebaText: text', text);
  checkInteger('cropSize', cropSize, 64, 178);
  if (cropSize % 2 !== 0) throw new ArgumentError(`celebaText: cropSize must be even, found ${cropSize}`);
  checkInteger('concurrency', concurrency, 1);
  for (const name of ['trainSize', 'validationSize', 'testSize'] as const) {
    if (options[name] !== undefined) checkInteger(name, options[name], 1);
  }
  return {
    ...options,
    cache: options.cache ?? join(directory, '.polyvae-cache'),
    cropSize,
    text,
    skipCorrupt: options.skipCorrupt ?? false,
    concurrency,
    sizes: { train: options.trainSize, validation: options.validationSize, test: options.testSize },
  };
}

function checkInteger(name: string, value: number, low: number, high: number = Number.POSITIVE_INFINITY): void {
  if (Number.isInteger(value) && value >= low && value <= high) return;
  const range = high === Number.POSITIVE_INFINITY ? `of at least ${low}` : `from ${low} to ${high}`;
  throw new ArgumentError(`celebaText: ${name} must be an integer ${range}, found ${value}`);
}
