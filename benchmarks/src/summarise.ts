/** Mean and sample standard deviation over seeds; absent where there are too few values. */
export interface Summary {
  readonly ours?: number;
  readonly sd?: number;
  readonly values: readonly number[];
}

/** Mean and spread of the values of several seeds. */
export function summarise(values: readonly number[]): Summary {
  if (values.length === 0) return { values };
  const ours = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - ours) ** 2, 0);
  return { ours, values, ...(values.length > 1 && { sd: Math.sqrt(squares / (values.length - 1)) }) };
}
