import { kl } from '@polyvae/divergences';
import { checkOptions } from '@polyvae/errors';
import type { Settings } from '@polyvae/training';
import * as tf from '@tensorflow/tfjs-core';
import { ConfigurationError } from '../errors.js';
import type { FusionWeights } from '../fusion/fusion-weights.js';
import { checkSum, fusionWeights } from '../fusion/fusion-weights.js';
import { type AssignmentOptions, mixtureComponent } from '../fusion/mixture-component.js';
import { presentWeights } from '../fusion/present-weights.js';
import { betaAt } from './beta.js';
import { draw } from './draw.js';
import { importanceWeightedObjective } from './mmvae-importance.js';
import type { Objective, PosteriorFamily } from './objective.js';
import {
  assignmentSettings,
  checkFactors,
  type ObjectiveOptions,
  objectiveOptionNames,
  sharedSettings,
} from './options.js';
import { mixtureReconstructionParts, privateParts } from './parts.js';
import { encodeBatch } from './posteriors.js';
import { weightedSum } from './weighted-sum.js';

/** Options of {@link mmvaeObjective}. */
export interface MmvaeOptions<K extends string = string> extends ObjectiveOptions, AssignmentOptions {
  /** Mixture weights of the modalities; they sum to one, default equal. */
  readonly weights?: Readonly<Record<K, number>>;
  /**
   * `elbo` (default): one draw of the mixture and an upper bound of its divergence, as the paper compares MMVAE.
   * `iwae`: the importance-weighted bound of Shi et al. 2019, with β = 1. `dreg`: the same bound with the doubly
   * reparameterised gradient, unbiased as well and of lower variance where the posteriors are good.
   */
  readonly objective?: 'elbo' | 'iwae' | 'dreg';
  /** Draws of each modality's posterior, for `iwae` and `dreg`; default 30, as the paper's MMVAE (I = 30). */
  readonly samples?: number;
  /**
   * Draws that are decoded at once, for `iwae` and `dreg`; default 2. Memory depends on it; results do not, but for
   * the noise of decoders that have dropout. With fewer than
   * `samples`, each is decoded twice.
   */
  readonly chunk?: number;
  /**
   * Family of the posteriors, for `iwae` and `dreg`; default `normal`. A Laplace posterior has the mean and the variance
   * that the encoder gives; priors stay N(0, I).
   */
  readonly posterior?: PosteriorFamily;
}

/** Names of the options of {@link mmvaeObjective}. */
export const mmvaeOptionNames: readonly (keyof MmvaeOptions)[] = [
  ...objectiveOptionNames,
  'weights',
  'assignment',
  'everyComponent',
  'objective',
  'samples',
  'chunk',
  'posterior',
];

/**
 * MMVAE as the paper compares it: one draw of the mixture of the unimodal posteriors reconstructs all modalities, and the
 * mixture's divergence is replaced by its upper bound Σ πⱼ KL(qⱼ ‖ p). Terms: `reconstruction`, `divergence`,
 * `private`, in nats per datum, unweighted.
 *
 * With `objective: 'iwae' | 'dreg'`: Σⱼ πⱼ E log (1/I) Σᵢ p(X, zᵢ) / q(zᵢ | X) over I draws of qⱼ, q being the mixture. Likelihoods
 * count with their weights, and there are no further factors (a modality's `privateBeta` included). Terms are those of the
 * single draws, whose ELBO is below the bound, and `effectiveSamples`, between 1 and I.
 * @throws {ConfigurationError} for unknown options, weights that are negative or do not sum to one, a negative β, or options
 *   that the chosen objective does not have.
 * @see Sutter et al. 2020, Eq. (6), Lemma 3 and Section C.2.4; Shi et al. 2019, Eq. (3); Burda et al. 2016; Tucker et al. 2019
 * @example
 * ```ts
 * createMultimodalVae({ modalities, latent, objective: mmvaeObjective({ objective: 'dreg', samples: 10 }), rng });
 * ```
 */
export function mmvaeObjective<K extends string = string>(options: MmvaeOptions<K> = {}): Objective<K> {
  checkOptions('mmvaeObjective', options, mmvaeOptionNames);
  checkFactors('mmvaeObjective', options);
  if (options.weights) checkSum('mmvaeObjective: weights', options.weights);
  const given: FusionWeights<K> | undefined = options.weights && { modalities: options.weights, prior: 0 };
  checkChoice(options);
  if (options.objective === 'iwae' || options.objective === 'dreg') {
    const { objective: gradient, samples = 30, chunk = 2, posterior: family = 'normal' } = options;
    return {
      kind: `mmvae-${gradient}`,
      posterior: 'mixture',
      family,
      ...(given ? { weights: given } : {}),
      saved: { chunk },
      settings: (keys) => ({ samples, posterior: family, weights: mixtureWeights(keys, given) }),
      ...importanceWeightedObjective<K>({ gradient, samples, chunk, family, weights: given }),
    };
  }
  return {
    kind: 'mmvae',
    posterior: 'mixture',
    ...(given ? { weights: given } : {}),
    settings: (keys) => ({
      ...sharedSettings(keys, options),
      ...assignmentSettings(options),
      weights: mixtureWeights(keys, given),
    }),
    evaluate(model, batch, context) {
      const { modalities } = fusionWeights(model.keys, given);
      const beta = betaAt(options.beta ?? 1, context);
      const encoded = encodeBatch(model, batch, context);
      const weights = encoded.map(({ key }) => modalities[key]);
      const experts = encoded.map(({ shared }) => shared);
      const joint = mixtureComponent(batch, experts, { components: weights, prior: 0 }, context.rng, options);
      const shared = draw(joint, context, { pass: 'joint', latent: 'shared' });
      const parts = mixtureReconstructionParts(
        model,
        encoded,
        { shared, weights: presentWeights(batch, weights), everyComponent: options.everyComponent ?? [] },
        context,
      );
      const divergences = tf.stack(experts.map((expert) => kl(expert, model.prior())));
      const present = presentWeights(batch, weights);
      const factors = present instanceof tf.Tensor ? present : tf.tensor2d([...present], [present.length, 1]);
      parts.push({
        path: ['divergence'],
        value: tf.sum(tf.mul(divergences, factors), 0),
        factor: beta * (options.sharedBeta ?? 1),
      });
      parts.push(...privateParts(model, encoded, beta * betaAt(options.privateBeta ?? model.keys.length, context)));
      return weightedSum(parts, batch.size);
    },
  };
}

function mixtureWeights<K extends string>(keys: readonly K[], given: FusionWeights<K> | undefined): Settings {
  return given ? given.modalities : Object.fromEntries(keys.map((key) => [key, 1 / keys.length]));
}

/** Options that only the importance-weighted objectives have, and those that they do not have. */
const IMPORTANCE_ONLY: readonly (keyof MmvaeOptions)[] = ['samples', 'chunk', 'posterior'];
const ELBO_ONLY: readonly (keyof MmvaeOptions)[] = ['sharedBeta', 'privateBeta', 'assignment', 'everyComponent'];

function checkChoice(options: MmvaeOptions): void {
  const { objective = 'elbo', samples = 30, chunk = 2, posterior = 'normal', beta = 1 } = options;
  if (!['elbo', 'iwae', 'dreg'].includes(objective)) {
    throw new ConfigurationError(`mmvaeObjective: objective must be 'elbo', 'iwae' or 'dreg', found '${objective}'.`);
  }
  const foreign = (objective === 'elbo' ? IMPORTANCE_ONLY : ELBO_ONLY).filter((name) => options[name] !== undefined);
  if (foreign.length > 0) {
    throw new ConfigurationError(`mmvaeObjective: '${objective}' has no option ${foreign.join(', ')}; leave it out.`);
  }
  if (objective !== 'elbo' && beta !== 1) {
    throw new ConfigurationError(`mmvaeObjective: '${objective}' is a bound with β = 1; leave beta out.`);
  }
  for (const [name, value] of Object.entries({ samples, chunk })) {
    if (!Number.isInteger(value) || value < 1) {
      throw new ConfigurationError(`mmvaeObjective: ${name} must be an integer of at least 1, found ${value}.`);
    }
  }
  if (posterior !== 'normal' && posterior !== 'laplace') {
    throw new ConfigurationError(
      `mmvaeObjective: posterior must be 'normal' or 'laplace', found '${String(posterior)}'.`,
    );
  }
}
