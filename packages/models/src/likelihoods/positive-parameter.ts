import { ConfigurationError } from '../errors.js';
import type { LikelihoodParameter } from './likelihood.js';

/**
 * A positive parameter of a likelihood, such as its scale: a number, the same for every element; or `learned`, one for the whole
 * modality; or one learned for each element (`perElement`); or `decoded`, which the decoder gives for each element of each datum.
 * All but the number are learned by their logarithm.
 */
export type PositiveParameter = number | 'learned' | 'perElement' | 'decoded';

const sources: Readonly<Record<Exclude<PositiveParameter, number>, LikelihoodParameter['from']>> = {
  learned: 'modality',
  perElement: 'element',
  decoded: 'decoder',
};

/**
 * Where a positive parameter comes from; undefined for a fixed number.
 * @throws {ConfigurationError} unless it is positive and finite or known by name.
 */
export function sourceOf(what: string, value: PositiveParameter): LikelihoodParameter['from'] | undefined {
  if (typeof value === 'number') {
    if (value > 0 && value < Number.POSITIVE_INFINITY) return undefined;
    throw new ConfigurationError(`${what} must be positive and finite, found ${value}.`);
  }
  if (Object.hasOwn(sources, value)) return sources[value];
  const known = Object.keys(sources).map((name) => `'${name}'`);
  throw new ConfigurationError(
    `${what} must be a positive number or one of ${known.join(', ')}, found ${JSON.stringify(value)}.`,
  );
}
