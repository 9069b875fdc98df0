function show(shape: unknown): string {
  return Array.isArray(shape) ? `[${shape.join(', ')}]` : String(shape);
}

/** A tensor's shape does not fit. */
export class ShapeError extends Error {
  /** Name of the argument at fault. */
  readonly argument: string;

  /**
   * @param argument Which argument, e.g. `'Normal.logProb: x'`.
   * @param expected A shape, or a sentence about it.
   * @param found The shape that was given.
   */
  constructor(argument: string, expected: readonly number[] | string, found: readonly number[] | string) {
    super(`${argument}: expected shape ${show(expected)}, found ${show(found)}`);
    this.name = 'ShapeError';
    this.argument = argument;
  }
}

/** A parameter's value is outside of what the distribution allows. Raised only while value checks are on. */
export class ValueError extends Error {
  /** Name of the argument at fault. */
  readonly argument: string;

  constructor(argument: string, expected: string, found: string) {
    super(`${argument}: expected ${expected}, found ${found}`);
    this.name = 'ValueError';
    this.argument = argument;
  }
}

/** The quantity asked for has no closed form. */
export class NoClosedFormError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NoClosedFormError';
  }
}
