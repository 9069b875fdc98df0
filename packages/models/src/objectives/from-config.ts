import type { Settings, SettingValue } from '@polyvae/training';
import { ConfigurationError } from '../errors.js';
import type { FusionWeights } from '../fusion/fusion-weights.js';
import { type MmjsdOptions, mmjsdObjective } from './mmjsd.js';
import { type MmvaeOptions, mmvaeObjective } from './mmvae.js';
import { type MvaeOptions, mvaeObjective } from './mvae.js';
import type { Objective, PosteriorFamily } from './objective.js';
import type { ObjectiveOptions } from './options.js';

/** What a saved function is: the loss is refused, everything else works. */
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

function factors({ beta, sharedBeta, privateBeta }: Settings): ObjectiveOptions {
  return {
    beta: factor('beta', beta),
    sharedBeta: sharedBeta as number,
    privateBeta: factor('privateBeta', privateBeta),
  };
}

function assignment(settings: Settings): Pick<MmjsdOptions, 'assignment' | 'everyComponent' | 'legacyBlockAssignment'> {
  const { assignment: chosen, everyComponent } = settings;
  return {
    ...(chosen === 'function' && { assignment: lost('assignment') }),
    ...(chosen === 'legacy blocks' && { legacyBlockAssignment: true }),
    ...(everyComponent !== undefined && { everyComponent: everyComponent as readonly string[] }),
  };
}

/** An objective from its settings, with its weights and, where they are the default, without. */
type Builder = (settings: Settings) => { readonly given: Objective; readonly equal: Objective };

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
      const { legacyUnimodalWeight: weight, legacyUnimodalDivergence, legacyVarianceEpsilon } = settings;
      const options = {
        ...factors(settings),
        ...(typeof weight === 'number' && { legacyUnimodalWeight: weight }),
        legacyUnimodalDivergence,
        legacyVarianceEpsilon,
      } as MvaeOptions;
      return { given: mvaeObjective(options), equal: mvaeObjective(options) };
    },
  ],
  [
    'mmvae',
    (settings) => {
      const options: MmvaeOptions = { ...factors(settings), ...assignment(settings) };
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
      const { dynamicPrior, samples, legacyVarianceEpsilon, weights } = settings;
      const options = {
        ...factors(settings),
        ...assignment(settings),
        dynamicPrior,
        ...(samples !== undefined && { samples }),
        ...(legacyVarianceEpsilon !== undefined && { legacyVarianceEpsilon }),
      } as MmjsdOptions;
      return {
        given: mmjsdObjective({ ...options, weights: weights as unknown as FusionWeights }),
        equal: mmjsdObjective(options),
      };
    },
  ],
]);

/**
 * An objective from its kind and settings, as a model of these modalities has them. What was a function throws when it is called.
 * @throws {ConfigurationError} if the kind is unknown.
 */
export function objectiveFrom(kind: string, settings: Settings, keys: readonly string[]): Objective {
  const build = builders.get(kind);
  if (!build) {
    throw new ConfigurationError(
      `there is no objective of kind '${kind}' here: load the model with its objective, loadModel(source, { objective }).`,
    );
  }
  const { given, equal } = build(settings);
  // Weights that are the default's are not given, so that they are rounded as they were.
  const same = JSON.stringify(equal.settings?.(keys)) === JSON.stringify(given.settings?.(keys));
  return same ? equal : given;
}
