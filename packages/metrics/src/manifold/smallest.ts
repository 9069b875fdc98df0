/** Keeps the k smallest numbers offered to each of several rows. */
export class Smallest {
  private readonly k: number;
  /** `[rows, k]`, ascending in each row. */
  private readonly values: Float64Array;

  constructor(rows: number, k: number) {
    this.k = k;
    this.values = new Float64Array(rows * k).fill(Infinity);
  }

  /** Offers a number to a row. */
  offer(row: number, value: number): void {
    const { k, values } = this;
    const first = row * k;
    let at = first + k - 1;
    if (value >= values[at]!) return;
    for (; at > first && values[at - 1]! > value; at--) values[at] = values[at - 1]!;
    values[at] = value;
  }

  /** The k-th smallest number of every row; infinite if fewer were offered. */
  kth(): Float64Array {
    const { k, values } = this;
    return Float64Array.from({ length: values.length / k }, (_, row) => values[row * k + k - 1]!);
  }
}
