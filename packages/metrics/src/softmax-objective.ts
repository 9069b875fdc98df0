import type { Objective } from './lbfgs.js';
import type { DenseMatrix } from './matrix.js';

/**
 * Scores of all rows: `x Wᵀ + b`, row-major `[rows, outputs]`.
 * @param parameters `outputs` rows of `columns` weights and an intercept.
 */
export function scoresOf(x: DenseMatrix, parameters: Float64Array, outputs: number): Float64Array {
  const { data, rows, columns } = x;
  const scores = new Float64Array(rows * outputs);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < outputs; k++) {
      const at = k * (columns + 1);
      let sum = parameters[at + columns]!;
      for (let j = 0; j < columns; j++) sum += data[i * columns + j]! * parameters[at + j]!;
      scores[i * outputs + k] = sum;
    }
  }
  return scores;
}

/** ln(1 + eˣ) without overflow. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/** 1 / (1 + e⁻ˣ) without overflow. */
export function sigmoid(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}

/** Turns a row of scores into probabilities in place and returns the logarithm of their normaliser. */
export function softmaxInPlace(row: Float64Array): number {
  const most = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  let sum = 0;
  for (let k = 0; k < row.length; k++) {
    row[k] = Math.exp(row[k]! - most);
    sum += row[k]!;
  }
  for (let k = 0; k < row.length; k++) row[k] = row[k]! / sum;
  return most + Math.log(sum);
}

/**
 * Σᵢ cross-entropy + ½ Σⱼ penaltyⱼ Σₖ Wₖⱼ², intercepts not penalised. With one output the labels 0 and 1 are modelled by
 * a sigmoid, with more by a softmax.
 * @param targets Index of each row's class.
 * @param penalties One for the weights of each column.
 */
export function crossEntropyObjective(
  x: DenseMatrix,
  targets: Uint32Array,
  outputs: number,
  penalties: Float64Array,
): Objective {
  const { data, rows, columns } = x;
  return (parameters, gradient) => {
    const scores = scoresOf(x, parameters, outputs);
    let total = 0;
    for (let i = 0; i < rows; i++) {
      const row = scores.subarray(i * outputs, (i + 1) * outputs);
      const target = targets[i]!;
      // From here on, `row` holds ∂loss/∂scores.
      if (outputs === 1) {
        total += softplus(target === 1 ? -row[0]! : row[0]!);
        row[0] = sigmoid(row[0]!) - target;
      } else {
        const own = row[target]!;
        total += softmaxInPlace(row) - own;
        row[target] = row[target]! - 1;
      }
    }
    gradient.fill(0);
    for (let k = 0; k < outputs; k++) {
      const at = k * (columns + 1);
      for (let i = 0; i < rows; i++) {
        const residual = scores[i * outputs + k]!;
        for (let j = 0; j < columns; j++) gradient[at + j] = gradient[at + j]! + residual * data[i * columns + j]!;
        gradient[at + columns] = gradient[at + columns]! + residual;
      }
      for (let j = 0; j < columns; j++) {
        const weight = parameters[at + j]!;
        total += 0.5 * penalties[j]! * weight * weight;
        gradient[at + j] = gradient[at + j]! + penalties[j]! * weight;
      }
    }
    return total;
  };
}
