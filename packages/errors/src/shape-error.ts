import { PolyvaeError } from './polyvae-error.js';

function show(shape: readonly number[] | string): string {
  return typeof shape === 'string' ? shape : `[${shape.join(', ')}]`;
}

/** A tensor does not have the shape that a function needs. */
export class ShapeError extends PolyvaeError {
  override readonly name = 'ShapeError';
  readonly code = 'shape';
  /** The argument at fault. */
  readonly argument: string;

  /**
   * @param argument Which argument, e.g. `Normal.logProb: x`.
   * @param expected A shape, or a sentence about it.
   * @param found The shape that was given, or a sentence about it.
   * @param hint What to do.
   */
  constructor(
    argument: string,
    expected: readonly number[] | string,
    found: readonly number[] | string,
    hint?: string,
  ) {
    super(`${argument}: expected shape ${show(expected)}, found ${show(found)}${hint ? `; ${hint}` : ''}`, { hint });
    this.argument = argument;
  }
}
