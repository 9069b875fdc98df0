import { ConfigurationError } from '../errors.js';
import type { AssignmentOptions } from '../fusion/mixture-component.js';
import type { Beta } from './beta.js';
import { checkBeta } from './beta.js';
import type { FusionWeights, Settings } from './objective.js';

/** Options that all objectives share. */
export interface ObjectiveOptions {
  /** Factor of all divergences; default 1 (the paper uses 5 for MNIST-SVHN-Text). A function warms it up. */
  readonly beta?: Beta;
  /** Further factor of the shared latent's divergence; default 1. */
  readonly sharedBeta?: number;
  /** Further factor of the private latents' divergences; default the number of modalities, as in the paper. */
  readonly privateBeta?: number;
}

/** Names of the options that all objectives share. */
export const objectiveOptionNames: readonly (keyof ObjectiveOptions)[] = ['beta', 'sharedBeta', 'privateBeta'];

/** @throws {ConfigurationError} if a factor is negative or not finite. */
export function checkFactors(objective: string, options: ObjectiveOptions): void {
  checkBeta(`${objective}: beta`, options.beta ?? 1);
  checkBeta(`${objective}: sharedBeta`, options.sharedBeta ?? 1);
  checkBeta(`${objective}: privateBeta`, options.privateBeta ?? 1);
}

/** The options that all objectives share, as they act on a model of these modalities. */
export function sharedSettings(keys: readonly string[], options: ObjectiveOptions): Settings {
  const { beta = 1, sharedBeta = 1, privateBeta = keys.length } = options;
  return { beta: typeof beta === 'number' ? beta : 'function', sharedBeta, privateBeta };
}

/** How rows are assigned to modalities. */
export function assignmentSettings(options: AssignmentOptions): Settings {
  if (options.assignment) return { assignment: 'function' };
  return { assignment: options.legacyBlockAssignment ? 'legacy blocks' : 'stratified' };
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

/** π of a model: what was given, or equal over the modalities and the prior. */
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
