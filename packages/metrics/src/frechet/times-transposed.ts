import type { DenseMatrix } from '../matrix.js';

/** `a bᵀ`, for as many columns in b as in a. */
export function timesTransposed(a: DenseMatrix, b: DenseMatrix): DenseMatrix {
  const { columns } = a;
  const data = new Float64Array(a.rows * b.rows);
  for (let i = 0; i < a.rows; i++) {
    const row = i * columns;
    let j = 0;
    // Four rows of b at a time: four sums that do not wait for each other.
    for (; j + 4 <= b.rows; j += 4) {
      const [b0, b1, b2, b3] = [j * columns, (j + 1) * columns, (j + 2) * columns, (j + 3) * columns];
      let [s0, s1, s2, s3] = [0, 0, 0, 0];
      for (let k = 0; k < columns; k++) {
        const x = a.data[row + k]!;
        s0 += x * b.data[b0 + k]!;
        s1 += x * b.data[b1 + k]!;
        s2 += x * b.data[b2 + k]!;
        s3 += x * b.data[b3 + k]!;
      }
      data.set([s0, s1, s2, s3], i * b.rows + j);
    }
    for (; j < b.rows; j++) {
      let sum = 0;
      for (let k = 0; k < columns; k++) sum += a.data[row + k]! * b.data[j * columns + k]!;
      data[i * b.rows + j] = sum;
    }
  }
  return { data, rows: a.rows, columns: b.rows };
}
