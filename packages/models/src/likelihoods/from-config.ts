import type { Settings } from '@polyvae/training';
import { ConfigurationError } from '../errors.js';
import { bernoulli } from './bernoulli.js';
import { categorical } from './categorical.js';
import { continuousBernoulli } from './continuous-bernoulli.js';
import { laplace } from './laplace.js';
import type { Likelihood } from './likelihood.js';
import { negativeBinomial } from './negative-binomial.js';
import { normal } from './normal.js';
import { poisson } from './poisson.js';

const builders = new Map<string, (settings: Settings) => Likelihood>([
  ['normal', normal],
  ['laplace', laplace],
  ['bernoulli', bernoulli],
  ['continuous-bernoulli', continuousBernoulli],
  ['categorical', categorical],
  ['poisson', poisson],
  ['negative-binomial', negativeBinomial],
]);

/**
 * Makes a family of likelihoods known, so that models that have it can be loaded.
 * @param kind The likelihoods' `kind`.
 * @param build A likelihood from its `settings`.
 * @returns Takes it back.
 * @throws {ConfigurationError} if the name is taken.
 * @example
 * ```ts
 * const forget = registerLikelihood('student', ({ degrees }) => student({ degrees: Number(degrees) }));
 * ```
 */
export function registerLikelihood(kind: string, build: (settings: Settings) => Likelihood): () => void {
  if (builders.has(kind)) throw new ConfigurationError(`registerLikelihood: there is a family '${kind}' already.`);
  builders.set(kind, build);
  return () => void builders.delete(kind);
}

/** Whether a likelihood is what its kind and settings build, as far as its functions' sources tell. */
export function isKnownLikelihood(likelihood: Likelihood): boolean {
  const again = builders.get(likelihood.kind)?.(likelihood.settings ?? {});
  const { distribution, generate, elements } = likelihood;
  const sources = (own: Pick<Likelihood, 'distribution' | 'generate' | 'elements'>): string =>
    [own.distribution, own.generate, own.elements].map(String).join();
  return again !== undefined && sources(again) === sources({ distribution, generate, ...(elements && { elements }) });
}

/**
 * A likelihood from its kind and settings.
 * @throws {ConfigurationError} if the kind is unknown.
 */
export function likelihoodFrom(kind: string, settings: Settings): Likelihood {
  const build = builders.get(kind);
  if (build) return build(settings);
  throw new ConfigurationError(
    `there is no likelihood of kind '${kind}': before the model is loaded, registerLikelihood('${kind}', …) must be called.`,
  );
}
