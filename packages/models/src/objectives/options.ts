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

/** @throws {ConfigurationError} if a factor is negative or not finite. */
export function checkFactors(objective: string, options: ObjectiveOptions): void {
  checkBeta(`${objective}: beta`, options.beta ?? 1);
  checkBeta(`${objective}: sharedBeta`, options.sharedBeta ?? 1);
  checkBeta(`${objective}: privateBeta`, options.privateBeta ?? 1);
}

/** The options that all objectives share, as they act on a model of these modalities. */
export function sharedSettings(keys: readonly string[], options: ObjectiveOptions): Settings {
  const { beta = 1, sharedBeta = 1, privateBeta = keys.length } = options;
  const plain = (factor: Beta) => (typeof factor === 'number' ? factor : 'function');
  return { beta: plain(beta), sharedBeta, privateBeta: plain(privateBeta) };
}

/** How rows are assigned to modalities. */
export function assignmentSettings({
  assignment,
  legacyBlockAssignment,
  everyComponent = [],
}: AssignmentOptions): Settings {
  const chosen = legacyBlockAssignment ? 'legacy blocks' : 'stratified';
  return {
    assignment: assignment ? 'function' : chosen,
    ...(everyComponent.length > 0 && { everyComponent: everyComponent.toSorted() }),
  };
}
