import type { GaussianProducts } from '@polyvae/divergences';
import type { Settings, SettingValue } from '@polyvae/training';
import { ConfigurationError } from '../errors.js';
import type { FusionWeights } from '../fusion/fusion-weights.js';
import type { PriorExpert } from '../fusion/subset-mixture.js';
import { crmvaeObjective } from './crmvae.js';
import { dmvaeObjective } from './dmvae.js';
import { iwaeObjective } from './iwae.js';
import { jmvaeObjective } from './jmvae.js';
import { type MmjsdOptions, mmjsdObjective } from './mmjsd.js';
import { type MmvaeOptions, mmvaeObjective } from './mmvae.js';
import { mmvaePlusObjective } from './mmvae-plus.js';
import { type MopoeOptions, mopoeObjective } from './mopoe.js';
import { type MvaeOptions, mvaeObjective } from './mvae.js';
import { mvtcaeObjective } from './mvtcae.js';
import { mwbvaeObjective } from './mwbvae.js';
import type { Objective, PosteriorFamily } from './objective.js';
import type { ObjectiveOptions } from './options.js';
import { telboObjective } from './telbo.js';
import { vaeObjective } from './vae.js';

/** Stands for a function that was saved: the loss is refused, everything else works. */
function lost(what: string): () => never {
  return () => {
    throw new ConfigurationError(
      `${what} was a function when the model was saved, which no file holds: load the model with its objective to have its loss.`,
    );
  };
}

function factor(name: string, value: SettingValue | undefined): number | (() => never) {
  return value === 'function' ? lost(name) : (value as number);
}

/**
 * The options that all objectives share, from the settings that a model has of them.
 * @example
 * ```ts
 * registerObjective('mine', (settings) => mine(optionsFromSettings(settings)));
 * ```
 */
export function optionsFromSettings({ beta, sharedBeta, privateBeta }: Settings): ObjectiveOptions {
  return {
    beta: factor('beta', beta),
    sharedBeta: sharedBeta as number,
    privateBeta: factor('privateBeta', privateBeta),
  };
}

function assignment(settings: Settings): Pick<MmjsdOptions, 'assignment' | 'everyComponent'> {
  const { assignment: chosen, everyComponent } = settings;
  return {
    ...(chosen === 'function' && { assignment: lost('assignment') }),
    ...(everyComponent !== undefined && { everyComponent: everyComponent as readonly string[] }),
  };
}

function products({ products: saved }: Settings): { readonly products?: GaussianProducts } {
  if (saved === undefined) return {};
  const refuse = lost('the rule by which experts are multiplied');
  const { kind, ...settings } = saved as { readonly kind: string; readonly [name: string]: number | string };
  const numbers = settings as Readonly<Record<string, number>>;
  return {
    products: { kind, settings: numbers, productOfExperts: refuse, geometricMean: refuse, jensenShannon: refuse },
  };
}

/** The factors of objectives that have no further one of the shared divergence. */
function twoFactors({ beta, privateBeta }: Settings): Pick<ObjectiveOptions, 'beta' | 'privateBeta'> {
  return { beta: factor('beta', beta), privateBeta: factor('privateBeta', privateBeta) };
}

function chosenAssignment({ assignment: chosen }: Settings): { readonly assignment?: () => never } {
  return chosen === 'function' ? { assignment: lost('assignment') } : {};
}

/** An objective from its settings that has no weights. */
function unweighted(build: (settings: Settings) => Objective): Builder {
  return (settings) => {
    const objective = build(settings);
    return { given: objective, equal: objective };
  };
}

/** An objective from its settings, with its weights and, where they are the default, without. */
type Builder = (
  settings: Settings,
  keys: readonly string[],
) => { readonly given: Objective; readonly equal: Objective };

function importance(objective: 'iwae' | 'dreg'): Builder {
  return ({ samples, posterior, weights, chunk }) => {
    const draws = { samples: samples as number, chunk: chunk as number };
    const options = { objective, ...draws, posterior: posterior as PosteriorFamily };
    return {
      given: mmvaeObjective({ ...options, weights: weights as Record<string, number> }),
      equal: mmvaeObjective(options),
    };
  };
}

const builders = new Map<string, Builder>([
  [
    'mvae',
    (settings) => {
      const options: MvaeOptions = { ...optionsFromSettings(settings), ...products(settings) };
      return { given: mvaeObjective(options), equal: mvaeObjective(options) };
    },
  ],
  [
    'mmvae',
    (settings) => {
      const options: MmvaeOptions = { ...optionsFromSettings(settings), ...assignment(settings) };
      return {
        given: mmvaeObjective({ ...options, weights: settings.weights as Record<string, number> }),
        equal: mmvaeObjective(options),
      };
    },
  ],
  ['mmvae-iwae', importance('iwae')],
  ['mmvae-dreg', importance('dreg')],
  [
    'mmjsd',
    (settings) => {
      const { dynamicPrior, samples, weights } = settings;
      const options = {
        ...optionsFromSettings(settings),
        ...assignment(settings),
        dynamicPrior,
        ...(samples !== undefined && { samples }),
        ...products(settings),
      } as MmjsdOptions;
      return {
        given: mmjsdObjective({ ...options, weights: weights as unknown as FusionWeights }),
        equal: mmjsdObjective(options),
      };
    },
  ],
  [
    'mmvae-plus',
    unweighted(({ beta, objective, samples, posterior, chunk }) =>
      mmvaePlusObjective({
        beta: factor('beta', beta),
        objective: objective as 'iwae' | 'dreg',
        samples: samples as number,
        chunk: chunk as number,
        posterior: posterior as PosteriorFamily,
      }),
    ),
  ],
  [
    'mopoe',
    unweighted((settings) =>
      mopoeObjective({
        ...twoFactors(settings),
        ...chosenAssignment(settings),
        priorExpert: settings.priorExpert as PriorExpert,
        subsets: settings.subsets as unknown as NonNullable<MopoeOptions['subsets']>,
      }),
    ),
  ],
  ['mvtcae', unweighted((settings) => mvtcaeObjective({ ...twoFactors(settings), alpha: settings.alpha as number }))],
  ['jmvae', unweighted((settings) => jmvaeObjective({ ...twoFactors(settings), alpha: settings.alpha as number }))],
  ['dmvae', unweighted((settings) => dmvaeObjective(twoFactors(settings)))],
  ['vae', unweighted(({ beta }) => vaeObjective({ beta: factor('beta', beta) }))],
  [
    'iwae',
    unweighted(({ samples, gradient, posterior, chunk }) =>
      iwaeObjective({
        samples: samples as number,
        gradient: gradient as 'iwae' | 'dreg',
        posterior: posterior as PosteriorFamily,
        chunk: chunk as number,
      }),
    ),
  ],
  [
    'telbo',
    unweighted((settings) => {
      const { jointEpochs, unimodalWeights: weights } = settings;
      return telboObjective({
        ...twoFactors(settings),
        jointEpochs: jointEpochs as number,
        ...(weights && { unimodalWeights: weights as Record<string, number> }),
      });
    }),
  ],
  [
    'mwbvae',
    (settings) => {
      const options = { ...twoFactors(settings), divergence: settings.divergence as 'kl' | number };
      const weights = settings.weights as Record<string, number>;
      return { given: mwbvaeObjective({ ...options, weights }), equal: mwbvaeObjective(options) };
    },
  ],
  ['crmvae', unweighted((settings) => crmvaeObjective(twoFactors(settings)))],
]);

/**
 * Makes a kind of objective known, so that models that have it can be loaded.
 * @param kind The objectives' `kind`.
 * @param build An objective from its `settings` and `saved` ones, for a model of these modalities.
 * @returns Takes it back.
 * @throws {ConfigurationError} if the name is taken.
 * @example
 * ```ts
 * const forget = registerObjective('mine', (settings) => mine(optionsFromSettings(settings)));
 * ```
 */
export function registerObjective(
  kind: string,
  build: (settings: Settings, keys: readonly string[]) => Objective,
): () => void {
  if (builders.has(kind)) throw new ConfigurationError(`registerObjective: there is a kind '${kind}' already.`);
  builders.set(kind, (settings, keys) => {
    const given = build(settings, keys);
    return { given, equal: given };
  });
  return () => void builders.delete(kind);
}

/**
 * An objective from its kind and settings, as a model of these modalities has them. What was a function throws when it is called.
 * @throws {ConfigurationError} if the kind is unknown.
 */
export function objectiveFrom(kind: string, settings: Settings, keys: readonly string[]): Objective {
  const build = builders.get(kind);
  if (!build) {
    throw new ConfigurationError(
      `there is no objective of kind '${kind}' here: make it known by registerObjective, or load the model with its objective, loadModel(source, { objective }).`,
    );
  }
  const { given, equal } = build(settings, keys);
  // Weights that are the default's are not given, so that they are rounded as they were.
  const same = JSON.stringify(equal.settings?.(keys)) === JSON.stringify(given.settings?.(keys));
  return same ? equal : given;
}
