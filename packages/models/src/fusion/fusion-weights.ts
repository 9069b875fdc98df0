import { ConfigurationError } from '../errors.js';

/** Weights π of the modalities and the prior; they sum to one. */
export interface FusionWeights<K extends string = string> {
  /** One weight for each modality. */
  readonly modalities: Readonly<Record<K, number>>;
  /** The prior's weight. */
  readonly prior: number;
}

/** How far from one a sum of weights may be. */
const TOLERANCE = 1e-4;

/** @throws {ConfigurationError} if weights are negative, not finite, or do not sum to one. */
export function checkSum(what: string, weights: Readonly<Record<string, number>>): void {
  const shown = JSON.stringify(weights);
  for (const [key, weight] of Object.entries(weights)) {
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY)) {
      throw new ConfigurationError(
        `${what}: must be finite and not negative, found ${weight} for '${key}' in ${shown}.`,
      );
    }
  }
  const sum = Object.values(weights).reduce((total, weight) => total + weight, 0);
  if (Math.abs(sum - 1) > TOLERANCE) {
    throw new ConfigurationError(`${what}: must sum to 1, ${shown} sum to ${sum}; divide each by the sum.`);
  }
}

/**
 * π of a model: what was given, or equal over the modalities and the prior.
 * @example
 * ```ts
 * const { modalities, prior } = fusionWeights(model.keys, options.weights);
 * ```
 */
export function fusionWeights<K extends string>(
  keys: readonly K[],
  weights: FusionWeights<K> | undefined,
): FusionWeights<K> {
  if (!weights) {
    const equal = 1 / (keys.length + 1);
    return { modalities: Object.fromEntries(keys.map((key) => [key, equal])) as Record<K, number>, prior: equal };
  }
  const given = Object.keys(weights.modalities);
  if (given.length !== keys.length || keys.some((key) => weights.modalities[key] === undefined)) {
    throw new ConfigurationError(
      `weights: expected one for each of the modalities ${keys.join(', ')}, found ${given.join(', ') || 'none'}.`,
    );
  }
  return weights;
}
