import type { AssignmentOptions } from '../fusion/mixture-component.js';
import type { Settings } from '../settings.js';
import type { Beta } from './beta.js';
import { checkBeta } from './beta.js';

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
