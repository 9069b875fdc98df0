import { kl } from '@polyvae/divergences';
import { checkOptions } from '@polyvae/errors';
import type { Settings } from '@polyvae/training';
import * as tf from '@tensorflow/tfjs-core';
import { productOfPresent } from '../fusion/product-of-present.js';
import { type Beta, betaAt, checkBeta } from './beta.js';
import { draw } from './draw.js';
import { logLikelihoodOf } from './log-likelihood-of.js';
import type { Objective } from './objective.js';
import { plainFactor } from './options.js';
import { modalityDivergenceParts, privateParts, reconstructionParts, timesFactor } from './parts.js';
import { encodeBatch } from './posteriors.js';
import { weightedSum } from './weighted-sum.js';

/** Options of {@link crmvaeObjective}. */
export interface CrmvaeOptions {
  /** Factor of all divergences; default 1. A function schedules it. */
  readonly beta?: Beta;
  /** Further factor of the private latents' divergences; default 1. A function schedules it. */
  readonly privateBeta?: Beta;
}

/** Names of the options of {@link crmvaeObjective}. */
export const crmvaeOptionNames: readonly (keyof CrmvaeOptions)[] = ['beta', 'privateBeta'];

/**
 * CRMVAE: every modality is reconstructed from the joint posterior and from its own, and the joint posterior is held near all
 * of the others and the prior. With q the product of the experts, without the prior, z drawn from q and zₘ from qₘ:
 *
 *   1/(M + 1) (−Σₘ (log p(xₘ | z) + log p(xₘ | zₘ)) + β (KL(q ‖ p) + Σₘ KL(q ‖ qₘ))).
 *
 * Terms: `reconstruction`, `unimodal.<modality>.reconstruction`, `divergence` (from the prior), `modalityDivergence.<modality>`,
 * `private`, in nats per datum, unweighted. Modalities that a row lacks leave the product and all sums; M stays the number of
 * the model's modalities. Private latents, which the paper does not have, add β · privateBeta / (M + 1) times their divergences.
 * A library that offers the model halves the reconstructions; this one follows its documented formula.
 * @throws {ConfigurationError} for unknown options or a negative β.
 * @see Suzuki and Matsuo 2022, "Mitigating the Limitations of Multimodal VAEs with Coordination-based Approach"
 * @example
 * ```ts
 * createMultimodalVae({ modalities, latent, objective: crmvaeObjective({ beta: 2.5 }), rng });
 * ```
 */
export function crmvaeObjective<K extends string = string>(options: CrmvaeOptions = {}): Objective<K> {
  checkOptions('crmvaeObjective', options, crmvaeOptionNames);
  const { beta = 1, privateBeta = 1 } = options;
  checkBeta('crmvaeObjective: beta', beta);
  checkBeta('crmvaeObjective: privateBeta', privateBeta);
  return {
    kind: 'crmvae',
    posterior: 'product-without-prior',
    settings: (): Settings => ({ beta: plainFactor(beta), privateBeta: plainFactor(privateBeta) }),
    evaluate(model, batch, context) {
      const factor = betaAt(beta, context);
      const encoded = encodeBatch(model, batch, context);
      const experts = encoded.map(({ shared }) => shared);
      const joint = productOfPresent({ keys: model.keys, batch, experts, prior: model.prior(), priorExpert: 'none' });
      const shared = draw(joint, context, { pass: 'joint', latent: 'shared' });
      const parts = reconstructionParts(model, encoded, shared, context);
      for (const own of encoded) {
        const pass = { modality: own.key };
        const latent = draw(own.shared, context, { pass, latent: 'shared' });
        parts.push({
          path: ['unimodal', own.key, 'reconstruction'],
          value: tf.neg(logLikelihoodOf(model, own, latent, pass, context)),
          factor: model.modalities[own.key].weight,
          of: own,
        });
      }
      parts.push(
        { path: ['divergence'], value: kl(joint, model.prior()), factor },
        ...modalityDivergenceParts(encoded, joint, factor),
        ...privateParts(model, encoded, factor * betaAt(privateBeta, context)),
      );
      return weightedSum(timesFactor(parts, 1 / (model.keys.length + 1)), batch.size);
    },
  };
}
