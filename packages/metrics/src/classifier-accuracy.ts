import { ArgumentError, checkOptions } from '@polyvae/errors';
import type * as tf from '@tensorflow/tfjs-core';
import { type Classify, classifyAll } from './classify.js';
import { confusionMatrix } from './confusion-matrix.js';
import { requireClasses } from './require-classes.js';

/** How predictions agree with labels. */
export interface Agreement {
  /** Share of items whose label was predicted. */
  readonly accuracy: number;
  /** Number of items. */
  readonly count: number;
  /** Counts: `confusion[i][j]` items of class `i` were taken for class `j`. */
  readonly confusion: readonly (readonly number[])[];
}

/** Options of {@link classifierAccuracy}. */
export interface ClassifierAccuracyOptions {
  /** Classifier in evaluation mode. */
  readonly classify: Classify;
  /** Real data of the rows begin … end; disposed after use. */
  readonly data: (begin: number, end: number) => tf.Tensor | Promise<tf.Tensor>;
  /** In the order of the rows. */
  readonly labels: ArrayLike<number>;
  /** Rows that are classified at once; default 256. */
  readonly batchSize?: number;
}

/**
 * How often a classifier is right about real data, e.g. for {@link requireAccuracy}.
 * @example
 * ```ts
 * const { accuracy } = await classifierAccuracy({ classify, data, labels });
 * ```
 */
export async function classifierAccuracy(options: ClassifierAccuracyOptions): Promise<Agreement> {
  checkOptions('classifierAccuracy', options, ['classify', 'data', 'labels', 'batchSize']);
  const { classify, data, labels, batchSize = 256 } = options;
  requireClasses('classifierAccuracy({ labels })', labels);
  const predicted: number[] = [];
  for (const { begin, end } of batches('classifierAccuracy', labels.length, batchSize)) {
    const x = await data(begin, end);
    const own = await classifyAll('classifierAccuracy', { data: x }, ['data'], { data: classify }, end - begin);
    predicted.push(...own.get('data')!);
  }
  return agreementOf(labels, predicted);
}

/** Agreement of predictions with labels. */
export function agreementOf(labels: ArrayLike<number>, predicted: readonly number[]): Agreement {
  const right = predicted.reduce((sum, label, i) => sum + (label === labels[i] ? 1 : 0), 0);
  return {
    accuracy: right / predicted.length,
    count: predicted.length,
    confusion: confusionMatrix(labels, predicted),
  };
}

/** Consecutive ranges of rows. */
export function batches(where: string, rows: number, batchSize: number): { begin: number; end: number }[] {
  for (const [name, value] of Object.entries({ rows, batchSize })) {
    if (!Number.isInteger(value) || value < 1) {
      throw new ArgumentError(`${where}: expected ${name} to be an integer ≥ 1, found ${String(value)}`);
    }
  }
  return Array.from({ length: Math.ceil(rows / batchSize) }, (_, i) => ({
    begin: i * batchSize,
    end: Math.min(rows, (i + 1) * batchSize),
  }));
}
