import { kl } from '@polyvae/divergences';
import { checkOptions } from '@polyvae/errors';
import type { Settings } from '@polyvae/training';
import { ConfigurationError } from '../errors.js';
import { productOfPresent } from '../fusion/product-of-present.js';
import { type Beta, betaAt, checkBeta } from './beta.js';
import { draw } from './draw.js';
import type { Objective } from './objective.js';
import { plainFactor } from './options.js';
import { modalityDivergenceParts, privateParts, reconstructionParts, timesFactor } from './parts.js';
import { encodeBatch } from './posteriors.js';
import { weightedSum } from './weighted-sum.js';

/** Options of {@link mvtcaeObjective}. */
export interface MvtcaeOptions {
  /**
   * Share of the conditional bottlenecks KL(q ‖ qₘ), between 0 (the ELBO of a product of experts) and 1 (no divergence from the
   * prior); default 5/6, as published for PolyMNIST.
   */
  readonly alpha?: number;
  /** Factor of all divergences; default 1 (published for PolyMNIST: 2.5). A function schedules it. */
  readonly beta?: Beta;
  /** Further factor of the private latents' divergences; default 1. A function schedules it. */
  readonly privateBeta?: Beta;
}

/** Names of the options of {@link mvtcaeObjective}. */
export const mvtcaeOptionNames: readonly (keyof MvtcaeOptions)[] = ['alpha', 'beta', 'privateBeta'];

/**
 * MVTCAE: a bound of the total correlation of the modalities and the latent. With q the product of the experts, without the
 * prior, and z drawn from it:
 *
 *   −(M − α)/M Σₘ log p(xₘ | z) + β ((1 − α) KL(q ‖ p) + α/M Σₘ KL(q ‖ qₘ)).
 *
 * Terms: `reconstruction`, `divergence` (from the prior), `modalityDivergence.<modality>`, `private`, in nats per datum,
 * unweighted. Modalities that a row lacks leave the product and both sums; M stays the number of the model's modalities.
 * Private latents, which the paper does not have, add β · privateBeta times their divergences.
 * @throws {ConfigurationError} for unknown options, a negative β, or an α outside of [0, 1].
 * @see Hwang, Kim, Hong and Kim 2021, "Multi-View Representation Learning via Total Correlation Objective"
 * @example
 * ```ts
 * createMultimodalVae({ modalities, latent, objective: mvtcaeObjective({ alpha: 5 / 6 }), rng });
 * ```
 */
export function mvtcaeObjective<K extends string = string>(options: MvtcaeOptions = {}): Objective<K> {
  checkOptions('mvtcaeObjective', options, mvtcaeOptionNames);
  const { alpha = 5 / 6, beta = 1, privateBeta = 1 } = options;
  checkBeta('mvtcaeObjective: beta', beta);
  checkBeta('mvtcaeObjective: privateBeta', privateBeta);
  if (!(alpha >= 0 && alpha <= 1)) {
    throw new ConfigurationError(`mvtcaeObjective: alpha must be between 0 and 1, found ${alpha}.`);
  }
  return {
    kind: 'mvtcae',
    posterior: 'product-without-prior',
    settings: (): Settings => ({ alpha, beta: plainFactor(beta), privateBeta: plainFactor(privateBeta) }),
    evaluate(model, batch, context) {
      const factor = betaAt(beta, context);
      const count = model.keys.length;
      const encoded = encodeBatch(model, batch, context);
      const experts = encoded.map(({ shared }) => shared);
      const joint = productOfPresent({ keys: model.keys, batch, experts, prior: model.prior(), priorExpert: 'none' });
      const shared = draw(joint, context, { pass: 'joint', latent: 'shared' });
      return weightedSum(
        [
          ...timesFactor(reconstructionParts(model, encoded, shared, context), (count - alpha) / count),
          { path: ['divergence'], value: kl(joint, model.prior()), factor: factor * (1 - alpha) },
          ...modalityDivergenceParts(encoded, joint, (factor * alpha) / count),
          ...privateParts(model, encoded, factor * betaAt(privateBeta, context)),
        ],
        batch.size,
      );
    },
  };
}
