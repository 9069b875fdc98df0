import { isObject } from '../format.js';
import { rowMean, termAt, type ZooCase } from './zoo-case.js';
import type { ExpectedTerm } from './zoo-suite.js';

/** A term of each modality, with a factor. */
export function modalityTerms(
  zoo: ZooCase,
  name: string,
  pathOf: (key: string) => readonly string[],
  factor = 1,
): ExpectedTerm[] {
  return zoo.keys.map((key) => [pathOf(key), factor * rowMean(zoo, termAt(zoo, [name, key]), key)]);
}

/** Minus the log likelihoods of all modalities. */
export function likelihoodTerms(zoo: ZooCase): ExpectedTerm[] {
  return modalityTerms(zoo, 'log_likelihood', (key) => ['reconstruction', key], -1);
}

/** Divergences of private latents. */
export function privateTerms(zoo: ZooCase): ExpectedTerm[] {
  if (!isObject(termAt(zoo, ['private_divergence']))) return [];
  return modalityTerms(zoo, 'private_divergence', (key) => ['private', key]);
}
