import { checkOptions } from '@polyvae/errors';
import type { Settings } from '@polyvae/training';
import * as tf from '@tensorflow/tfjs-core';
import { ConfigurationError } from '../errors.js';
import { parameterBlock } from '../networks/parameter-block.js';
import { type Beta, checkBeta } from './beta.js';
import { importanceWeightedObjective } from './mmvae-importance.js';
import type { Objective, ObjectiveModel, PosteriorFamily } from './objective.js';
import { plainFactor } from './options.js';
import { type LatentPosterior, posteriorOf } from './posteriors.js';

/** Options of {@link mmvaePlusObjective}. */
export interface MmvaePlusOptions {
  /** Factor of the priors' and posteriors' densities in the weights; default 1 (published for PolyMNIST: 2.5). A function schedules it. */
  readonly beta?: Beta;
  /**
   * Gradient of the importance-weighted bound: `iwae` its own, `dreg` (default) doubly reparameterised in each modality's own
   * component; the score of the others' densities, at draws whose private latents are not theirs, stays. Both are unbiased,
   * also where posteriors overlap; `dreg` varies less where they are good.
   */
  readonly objective?: 'dreg' | 'iwae';
  /** Draws of each modality's posterior; default 10. One is the ELBO of the mixture. */
  readonly samples?: number;
  /**
   * Draws that are decoded at once; default all. Fewer bound memory, and change no result but the noise of decoders that
   * have dropout; each draw is decoded twice then, and `jit` does not compile the step.
   */
  readonly chunk?: number;
  /**
   * Family of the posteriors and of the auxiliary priors; default `normal`. A Laplace distribution has the mean and the
   * variance that the encoder gives; the priors of generation stay N(0, I).
   */
  readonly posterior?: PosteriorFamily;
}

/** Names of the options of {@link mmvaePlusObjective}. */
export const mmvaePlusOptionNames: readonly (keyof MmvaePlusOptions)[] = [
  'beta',
  'objective',
  'samples',
  'chunk',
  'posterior',
];

/** Name of a modality's auxiliary prior among the objective's parts. */
const auxiliaryOf = (key: string): string => `auxiliary.${key}`;

/**
 * MMVAE+: a mixture of the modalities' posteriors, in which a modality is reconstructed from another's shared latent with a
 * private latent of an auxiliary prior rₙ(s) = N(0, diag σₙ²), whose scales are learned. What is private cannot pass through
 * the shared latent's place, nor the other way round:
 *
 *   −1/M Σₘ log 1/I Σᵢ wₘᵢ, log w = log p(xₘ | z, sₘ) + Σ_{n ≠ m} log p(xₙ | z, rₙ) + β (log p(z) p(sₘ) − log q(z | X) q(sₘ | xₘ)),
 *
 * with z from the posterior of modality m, weighed by the density of the whole mixture, sₘ from its private posterior and rₙ
 * from the auxiliary priors. Likelihoods count with their weights; there is no other factor. Terms are those of single draws, in
 * nats per datum, means over the components, of which a private latent is charged in its own alone (1/M of its divergence), and
 * `effectiveSamples`, between 1 and I. A row that lacks modalities has the others' components and likelihoods.
 *
 * Generation draws private latents from their prior N(0, I), as the paper does.
 * @throws {ConfigurationError} for unknown options, a negative β, or numbers of draws that are not positive integers.
 * @see Palumbo, Daunhawer and Vogt 2023, "MMVAE+: Enhancing the Generative Quality of Multimodal VAEs without Compromises";
 *   Tucker et al. 2019 for the gradient
 * @example
 * ```ts
 * createMultimodalVae({ modalities, latent, objective: mmvaePlusObjective({ samples: 10 }), rng });
 * ```
 */
export function mmvaePlusObjective<K extends string = string>(options: MmvaePlusOptions = {}): Objective<K> {
  checkOptions('mmvaePlusObjective', options, mmvaePlusOptionNames);
  const { beta = 1, objective: gradient = 'dreg', samples = 10, posterior: family = 'normal' } = options;
  const { chunk = samples } = options;
  checkBeta('mmvaePlusObjective: beta', beta);
  checkChoices({ gradient, samples, chunk, family });
  return {
    kind: 'mmvae-plus',
    posterior: 'mixture',
    family,
    build({ keys, private: sizes }) {
      const own = keys.filter((key) => sizes[key] > 0);
      return Object.fromEntries(
        own.map((key) => [auxiliaryOf(key), parameterBlock({ logVar: { shape: [sizes[key]] } })]),
      );
    },
    saved: { chunk },
    settings: (): Settings => ({ beta: plainFactor(beta), objective: gradient, samples, posterior: family }),
    ...importanceWeightedObjective<K>({
      gradient,
      samples,
      chunk,
      family,
      weights: undefined,
      beta,
      auxiliary: (model, key) => auxiliaryPrior(model, key, family),
    }),
  };
}

function auxiliaryPrior(model: ObjectiveModel, key: string, family: PosteriorFamily): LatentPosterior {
  const logVar = model.parts[auxiliaryOf(key)]?.variables.logVar;
  if (!logVar) {
    throw new ConfigurationError(
      `mmvaePlusObjective: the model has no auxiliary prior of '${key}', as it was built with another objective; build it with this one.`,
    );
  }
  // Differentiable like any tensor, of a plain type.
  const own = tf.reshape(logVar, [-1]) as unknown as tf.Tensor2D;
  return posteriorOf({ loc: tf.zerosLike(own), logVar: own }, family);
}

function checkChoices(own: {
  readonly gradient: string;
  readonly samples: number;
  readonly chunk: number;
  readonly family: string;
}): void {
  if (own.gradient !== 'iwae' && own.gradient !== 'dreg') {
    throw new ConfigurationError(`mmvaePlusObjective: objective must be 'dreg' or 'iwae', found '${own.gradient}'.`);
  }
  if (own.family !== 'normal' && own.family !== 'laplace') {
    throw new ConfigurationError(`mmvaePlusObjective: posterior must be 'normal' or 'laplace', found '${own.family}'.`);
  }
  for (const name of ['samples', 'chunk'] as const) {
    if (!Number.isInteger(own[name]) || own[name] < 1) {
      throw new ConfigurationError(`mmvaePlusObjective: ${name} must be an integer of at least 1, found ${own[name]}.`);
    }
  }
}
