import type { GaussianProducts } from '@polyvae/divergences';
import type { Settings } from '@polyvae/training';
import type { AssignmentOptions } from '../fusion/mixture-component.js';
import type { Beta } from './beta.js';
import { checkBeta } from './beta.js';

/** Options that all objectives share. */
export interface ObjectiveOptions {
  /** Factor of all divergences; default 1 (the paper uses 5 for MNIST-SVHN-Text). A function warms it up. */
  readonly beta?: Beta;
  /** Further factor of the shared latent's divergence; default 1. */
  readonly sharedBeta?: number;
  /** Further factor of the private latents' divergences; default the number of modalities, as in the paper. A function schedules it. */
  readonly privateBeta?: Beta;
}

/** Names of the options that all objectives share. */
export const objectiveOptionNames: readonly (keyof ObjectiveOptions)[] = ['beta', 'sharedBeta', 'privateBeta'];

/**
 * Checks the options that all objectives share.
 * @param objective Name of the function, for messages.
 * @throws {ConfigurationError} if a factor is negative or not finite.
 * @example
 * ```ts
 * checkFactors('mine', options);
 * ```
 */
export function checkFactors(objective: string, options: ObjectiveOptions): void {
  checkBeta(`${objective}: beta`, options.beta ?? 1);
  checkBeta(`${objective}: sharedBeta`, options.sharedBeta ?? 1);
  checkBeta(`${objective}: privateBeta`, options.privateBeta ?? 1);
}

/**
 * The options that all objectives share, as they act on a model of these modalities.
 * @example
 * ```ts
 * const settings = (keys: readonly string[]) => sharedSettings(keys, options);
 * ```
 */
export function sharedSettings(keys: readonly string[], options: ObjectiveOptions): Settings {
  const { beta = 1, sharedBeta = 1, privateBeta = keys.length } = options;
  return { beta: plainFactor(beta), sharedBeta, privateBeta: plainFactor(privateBeta) };
}

/** A factor as settings hold it: of a schedule only that it is one. */
export function plainFactor(factor: Beta): number | 'function' {
  return typeof factor === 'number' ? factor : 'function';
}

/** How rows are assigned to modalities. */
export function assignmentSettings({ assignment, everyComponent = [] }: AssignmentOptions): Settings {
  return {
    assignment: assignment ? 'function' : 'stratified',
    ...(everyComponent.length > 0 && { everyComponent: everyComponent.toSorted() }),
  };
}

/** How products of Gaussians are formed, where that is not the usual rule. */
export function productSettings(products: GaussianProducts | undefined): Settings {
  return products ? { products: { kind: products.kind, ...products.settings } } : {};
}
