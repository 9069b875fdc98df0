import { InvalidArgumentError } from 'commander';

/** Parser for an option that takes an integer of at least `least`. */
export function integer(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least) {
      throw new InvalidArgumentError(`Expected an integer ≥ ${least}.`);
    }
    return value;
  };
}

/** Parser for an option that takes a positive number. */
export function positive(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('Expected a positive number.');
  return value;
}
