import { ArgumentError, checkOptions } from '@polyvae/errors';
import { scaled, scalingOf } from './column-scaling.js';
import { dot, minimize } from './lbfgs.js';
import { type Matrix, toDense } from './matrix.js';
import { requireNumbers } from './require-numbers.js';
import { crossEntropyObjective, scoresOf, sigmoid, softmaxInPlace } from './softmax-objective.js';

/** Options of `logisticRegression`. */
export interface LogisticRegressionOptions {
  /** Default `'l2'`. Without a penalty the optimum need not exist (separable classes): see `maxIterations`. */
  readonly penalty?: 'l2' | 'none';
  /** Inverse strength of the penalty, as scikit-learn's `C`; default 1. Only with `'l2'`. */
  readonly c?: number;
  /**
   * Largest magnitude left in the gradient of the summed loss along the weights of centred columns in units of their spread;
   * default 1e-9 with a penalty, 1e-4 without.
   */
  readonly tolerance?: number;
  /** Default 10,000 with a penalty, 1,000 without. */
  readonly maxIterations?: number;
}

/** A fitted classifier. */
export interface LogisticRegression {
  /** The labels that occurred, ascending. */
  readonly classes: readonly number[];
  /** One row of weights for each class; for two classes one row only, whose score is for the second class. */
  readonly coef: readonly Float64Array[];
  /** One intercept for each row of `coef`. */
  readonly intercept: Float64Array;
  /** Value of `Σᵢ cross-entropyᵢ + ‖coef‖² / (2 c)` (or without the second term). */
  readonly objective: number;
  /** Steps that the minimiser took. */
  readonly iterations: number;
  /** False if `tolerance` was not reached. */
  readonly converged: boolean;
  /** The most probable label of each row; the smaller label if two are equally probable. */
  predict(x: Matrix): number[];
  /** Probabilities of each row in the order of `classes`. */
  probabilities(x: Matrix): Float64Array[];
}

/** Data that a regression is fitted to. */
export interface RegressionData {
  /** `[rows, columns]`. */
  readonly x: Matrix;
  /** A label for each row. Classes that do not occur are never predicted. */
  readonly y: ArrayLike<number>;
}

/**
 * Multinomial logistic regression, at the optimum of scikit-learn's objective `½‖w‖² + C Σᵢ cross-entropyᵢ` (intercepts
 * not penalised; two classes share one sigmoid). Fitted by L-BFGS from zeros in double precision, on columns that are centred
 * and brought to a common spread, with the penalty of the weights as they are returned: columns may have any units and offsets.
 * @param data `x`: shape `[rows, columns]`; `y`: a label for each row. Classes that do not occur are never predicted.
 * @throws {ArgumentError} if the lengths differ, a number is not finite, or there are fewer than two classes.
 * @see scikit-learn 1.2, `sklearn.linear_model.LogisticRegression` (solver 'lbfgs')
 * @example
 * ```ts
 * const model = logisticRegression({ x: [[0], [1]], y: [0, 1] });
 * model.predict([[0.2]]);
 * ```
 */
export function logisticRegression(data: RegressionData, options: LogisticRegressionOptions = {}): LogisticRegression {
  checkOptions('logisticRegression', options, ['penalty', 'c', 'tolerance', 'maxIterations']);
  const { penalty = 'l2', c = 1 } = options;
  if (penalty !== 'l2' && penalty !== 'none') {
    throw new ArgumentError(`logisticRegression({ penalty }): expected 'l2' or 'none', found '${String(penalty)}'`);
  }
  if (!(c > 0 && Number.isFinite(c))) {
    throw new ArgumentError(`logisticRegression({ c }): expected a positive number, found ${c}`);
  }
  const none = penalty === 'none';
  const { tolerance = none ? 1e-4 : 1e-9, maxIterations = none ? 1_000 : 10_000 } = options;
  if (!(tolerance > 0)) {
    throw new ArgumentError(`logisticRegression({ tolerance }): expected a positive number, found ${tolerance}`);
  }
  if (!Number.isInteger(maxIterations) || maxIterations < 1) {
    throw new ArgumentError(`logisticRegression({ maxIterations }): expected an integer ≥ 1, found ${maxIterations}`);
  }

  const given = toDense(data.x, 'logisticRegression({ x })');
  const { classes, targets } = toTargets(data.y, given.rows);
  const outputs = classes.length === 2 ? 1 : classes.length;
  const strength = none ? 0 : 1 / c;
  const scaling = scalingOf(given, strength, 'logisticRegression({ x })');
  const x = scaled(given, scaling);
  const penalties = scaling.units.map((unit) => strength / unit / unit);
  const objective = crossEntropyObjective(x, targets, outputs, penalties);
  const start = new Float64Array(outputs * (x.columns + 1));
  const minimum = minimize(objective, start, { tolerance, maxIterations });

  const rowOf = (k: number): Float64Array => minimum.x.subarray(k * (x.columns + 1), (k + 1) * (x.columns + 1));
  const scoresFor = (matrix: Matrix): { scores: Float64Array; rows: number } => {
    const dense = toDense(matrix, 'LogisticRegression: x');
    if (dense.columns !== x.columns) {
      throw new ArgumentError(
        `LogisticRegression: expected ${x.columns} columns as in training, found ${dense.columns}`,
      );
    }
    return { scores: scoresOf(scaled(dense, scaling), minimum.x, outputs), rows: dense.rows };
  };
  const probabilities = (matrix: Matrix): Float64Array[] => {
    const { scores, rows } = scoresFor(matrix);
    return Array.from({ length: rows }, (_, i) => {
      if (outputs === 1) return Float64Array.of(sigmoid(-scores[i]!), sigmoid(scores[i]!));
      const row = scores.slice(i * outputs, (i + 1) * outputs);
      softmaxInPlace(row);
      return row;
    });
  };
  const predict = (matrix: Matrix): number[] => {
    const { scores, rows } = scoresFor(matrix);
    return Array.from({ length: rows }, (_, i) => {
      if (outputs === 1) return classes[scores[i]! > 0 ? 1 : 0]!;
      const row = scores.subarray(i * outputs, (i + 1) * outputs);
      return classes[row.indexOf(row.reduce((a, b) => Math.max(a, b)))]!;
    });
  };
  const coef = Array.from({ length: outputs }, (_, k) =>
    rowOf(k)
      .slice(0, x.columns)
      .map((weight, j) => weight / scaling.units[j]!),
  );
  return {
    classes,
    coef,
    intercept: Float64Array.from({ length: outputs }, (_, k) => rowOf(k)[x.columns]! - dot(coef[k]!, scaling.centres)),
    objective: minimum.value,
    iterations: minimum.iterations,
    converged: minimum.converged,
    predict,
    probabilities,
  };
}

function toTargets(y: ArrayLike<number>, rows: number): { classes: number[]; targets: Uint32Array } {
  if (y.length !== rows) {
    throw new ArgumentError(
      `logisticRegression({ y }): expected ${rows} labels, one for each row of x, found ${y.length}`,
    );
  }
  requireNumbers('logisticRegression({ y })', y);
  const labels = Array.from(y);
  const bad = labels.findIndex((label) => !Number.isFinite(label));
  if (bad >= 0)
    throw new ArgumentError(`logisticRegression({ y }): label ${bad} is ${String(y[bad])}; expected a number`);
  const classes = [...new Set(labels)].sort((a, b) => a - b);
  if (classes.length < 2) {
    throw new ArgumentError(
      `logisticRegression({ y }): expected at least two classes, found ${classes.length === 0 ? 'no rows' : `only label ${classes[0]}`}; use more rows`,
    );
  }
  const index = new Map(classes.map((label, k) => [label, k]));
  return { classes, targets: Uint32Array.from(labels, (label) => index.get(label)!) };
}
