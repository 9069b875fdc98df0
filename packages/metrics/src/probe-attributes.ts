import { ArgumentError, checkOptions } from '@polyvae/errors';
import { averagePrecisions } from './average-precisions.js';
import { type LogisticRegressionOptions, logisticRegression } from './logistic-regression.js';
import { type Matrix, toDense } from './matrix.js';
import { readMarks } from './read-marks.js';

/** Representations and which attributes each item has. */
export interface AttributeData {
  /** `[items, dimensions]`. */
  readonly x: Matrix;
  /** 0 or 1, row-major `[items, attributes]`. */
  readonly y: ArrayLike<number>;
}

/** Data to fit the probes to and to test them on. */
export interface AttributeProbeData {
  /** Latents and attributes that probes are fitted to. */
  readonly train: AttributeData;
  /** Latents and attributes that they are judged on. */
  readonly test: AttributeData;
}

/** Result of linear probes of several attributes. */
export interface AttributeProbeResult {
  /** Of each attribute, over all of `test`. */
  readonly averagePrecision: Float64Array;
  /** Probability that each test item has each attribute, row-major `[items, attributes]`; 0 where nothing was learnt. */
  readonly scores: Float64Array;
  /** Attributes that all training items have, or none: nothing can be learnt, and all test items score the same. */
  readonly constant: readonly number[];
  /** Attributes whose classifier did not reach its optimum. */
  readonly unconverged: readonly number[];
}

/**
 * How well attributes can be read off representations: one logistic regression an attribute, its average precision on
 * all of `test`.
 * @throws {ArgumentError} if shapes or lengths do not fit, a label is not 0 or 1, or a number is not finite.
 * @see Sutter et al. 2020, Table 5
 * @example
 * ```ts
 * const { averagePrecision } = probeAttributes({ train, test: heldOut });
 * ```
 */
export function probeAttributes(
  data: AttributeProbeData,
  options: LogisticRegressionOptions = {},
): AttributeProbeResult {
  checkOptions('probeAttributes(data)', data, ['train', 'test']);
  const { train, test } = data;
  const [rows, tested] = [toDense(train.x, 'probeAttributes({ train })'), toDense(test.x, 'probeAttributes({ test })')];
  const attributes = train.y.length / rows.rows;
  if (!Number.isInteger(attributes) || test.y.length !== tested.rows * attributes) {
    throw new ArgumentError(
      `probeAttributes: expected a label for each attribute of ${rows.rows} training and ${tested.rows} test items, found ` +
        `${train.y.length} and ${test.y.length}`,
    );
  }
  const labels = readMarks('probeAttributes({ train })', train.y);
  // Before anything is fitted.
  readMarks('probeAttributes({ test })', test.y);
  const scores = new Float64Array(test.y.length);
  const constant: number[] = [];
  const unconverged: number[] = [];
  for (let attribute = 0; attribute < attributes; attribute++) {
    const y = Array.from({ length: rows.rows }, (_, item) => labels[item * attributes + attribute]!);
    if (y.every((value) => value === y[0])) {
      constant.push(attribute);
      continue;
    }
    const model = logisticRegression({ x: train.x, y }, options);
    if (!model.converged) unconverged.push(attribute);
    model.probabilities(test.x).forEach((probabilities, item) => {
      scores[item * attributes + attribute] = probabilities[1]!;
    });
  }
  return { averagePrecision: averagePrecisions(test.y, scores, attributes), scores, constant, unconverged };
}
