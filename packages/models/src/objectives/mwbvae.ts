import { type GaussianExpert, kl, skewGeometricJensenShannon, wassersteinBarycentre } from '@polyvae/divergences';
import { checkOptions } from '@polyvae/errors';
import type { Settings } from '@polyvae/training';
import { ConfigurationError } from '../errors.js';
import { checkSum, type FusionWeights, fusionWeights } from '../fusion/fusion-weights.js';
import { presentWeights } from '../fusion/present-weights.js';
import type { CheckedBatch } from '../modalities/checked-batch.js';
import { type Beta, betaAt, checkBeta } from './beta.js';
import { draw } from './draw.js';
import type { ModalityPosterior, Objective, ObjectiveModel } from './objective.js';
import { plainFactor } from './options.js';
import { privateParts, reconstructionParts } from './parts.js';
import { encodeBatch } from './posteriors.js';
import { weightedSum } from './weighted-sum.js';

/** Options of {@link mwbvaeObjective}. */
export interface MwbvaeOptions<K extends string = string> {
  /** Factor of all divergences; default 1. A function schedules it. */
  readonly beta?: Beta;
  /** Further factor of the private latents' divergences; default 1. A function schedules it. */
  readonly privateBeta?: Beta;
  /** Weights of the modalities in the barycentre; they sum to one, default equal. */
  readonly weights?: Readonly<Record<K, number>>;
  /**
   * Divergence of the barycentre from the prior. `kl` (default): KL(q ‖ p), that of the bound. A number between 0 and 1: the skew-geometric
   * Jensen-Shannon divergence of this α, between KL(q ‖ p) at 0 and KL(p ‖ q) at 1, no bound but at 0.
   */
  readonly divergence?: 'kl' | number;
}

/** Names of the options of {@link mwbvaeObjective}. */
export const mwbvaeOptionNames: readonly (keyof MwbvaeOptions)[] = ['beta', 'privateBeta', 'weights', 'divergence'];

/**
 * MWB-VAE: the joint posterior q is the Wasserstein barycentre of the modalities' posteriors, with the mean Σ wₘ μₘ and the
 * standard deviation Σ wₘ σₘ, between the sharp product and the wide mixture. With z drawn from it:
 *
 *   −Σₘ log p(xₘ | z) + β KL(q ‖ p).
 *
 * Terms: `reconstruction`, `divergence`, `private`, in nats per datum, unweighted. Weights are renormalised over what a row has. The
 * posterior given some modalities is their barycentre. Private latents, which the paper does not have, add β · privateBeta times
 * their divergences.
 * @throws {ConfigurationError} for unknown options, a negative β, weights that do not sum to one, or an α outside of [0, 1].
 * @throws {BatchError} if a row has only modalities of weight 0.
 * @see Qiu et al. 2024, "Multimodal Variational Autoencoder: A Barycentric View"; Deasy, Simidjievski and Liò 2020 for the
 *   skew-geometric divergence
 * @example
 * ```ts
 * createMultimodalVae({ modalities, latent, objective: mwbvaeObjective({ beta: 2.5 }), rng });
 * ```
 */
export function mwbvaeObjective<K extends string = string>(options: MwbvaeOptions<K> = {}): Objective<K> {
  checkOptions('mwbvaeObjective', options, mwbvaeOptionNames);
  const { beta = 1, privateBeta = 1, divergence = 'kl' } = options;
  checkBeta('mwbvaeObjective: beta', beta);
  checkBeta('mwbvaeObjective: privateBeta', privateBeta);
  if (options.weights) checkSum('mwbvaeObjective: weights', options.weights);
  if (divergence !== 'kl' && !(divergence >= 0 && divergence <= 1)) {
    throw new ConfigurationError(
      `mwbvaeObjective: divergence must be 'kl' or a number between 0 and 1, found ${String(divergence)}.`,
    );
  }
  const given: FusionWeights<K> | undefined = options.weights && { modalities: options.weights, prior: 0 };
  const barycentre = (
    model: ObjectiveModel<K>,
    batch: CheckedBatch<K>,
    encoded: readonly ModalityPosterior<K>[],
  ): GaussianExpert => {
    const { modalities } = fusionWeights(model.keys, given);
    const weights = presentWeights(
      batch,
      encoded.map(({ key }) => modalities[key]),
    );
    return wassersteinBarycentre(
      encoded.map(({ shared }) => shared),
      weights,
    );
  };
  return {
    kind: 'mwbvae',
    posterior: 'product-without-prior',
    ...(given && { weights: given }),
    infer: barycentre,
    settings(keys): Settings {
      const { modalities } = fusionWeights(keys, given);
      const weights = given ? modalities : Object.fromEntries(keys.map((key) => [key, 1 / keys.length]));
      return { beta: plainFactor(beta), privateBeta: plainFactor(privateBeta), divergence, weights: { ...weights } };
    },
    evaluate(model, batch, context) {
      const factor = betaAt(beta, context);
      const encoded = encodeBatch(model, batch, context);
      const joint = barycentre(model, batch, encoded);
      const shared = draw(joint, context, { pass: 'joint', latent: 'shared' });
      const value =
        divergence === 'kl'
          ? kl(joint, model.prior())
          : skewGeometricJensenShannon(joint, model.prior(), { alpha: divergence });
      return weightedSum(
        [
          ...reconstructionParts(model, encoded, shared, context),
          { path: ['divergence'], value, factor },
          ...privateParts(model, encoded, factor * betaAt(privateBeta, context)),
        ],
        batch.size,
      );
    },
  };
}
