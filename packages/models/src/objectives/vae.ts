import { kl } from '@polyvae/divergences';
import { checkOptions } from '@polyvae/errors';
import type { Settings } from '@polyvae/training';
import { ConfigurationError } from '../errors.js';
import { type Beta, betaAt, checkBeta } from './beta.js';
import { draw } from './draw.js';
import type { Objective } from './objective.js';
import { plainFactor } from './options.js';
import { privateParts, reconstructionParts } from './parts.js';
import { encodeBatch } from './posteriors.js';
import { weightedSum } from './weighted-sum.js';

/** Options of {@link vaeObjective}. */
export interface VaeOptions {
  /** Factor of the divergence; default 1. Another makes it a β-VAE; a function schedules it. */
  readonly beta?: Beta;
}

/** Names of the options of {@link vaeObjective}. */
export const vaeOptionNames: readonly (keyof VaeOptions)[] = ['beta'];

/** @throws {ConfigurationError} if a model has several modalities. */
export function checkSingle(objective: string, keys: readonly string[]): void {
  if (keys.length === 1) return;
  throw new ConfigurationError(
    `${objective}: expected one modality, found ${keys.join(', ')}; of several choose an objective that joins them.`,
  );
}

/**
 * The VAE of one modality, and with another β the β-VAE: −log p(x | z) + β KL(q ‖ p), z drawn from q. It is what the
 * multimodal objectives are compared with. Terms: `reconstruction`, `divergence`, `private`, in nats per datum,
 * unweighted; a private latent, if there is one, is one more latent.
 * @throws {ConfigurationError} for unknown options, a negative β, or a model of several modalities.
 * @see Kingma and Welling 2014, Eq. (3); Higgins et al. 2017, Eq. (4)
 * @example
 * ```ts
 * createMultimodalVae({ modalities: { mnist: digitModalities().mnist }, latent, objective: vaeObjective({ beta: 4 }), rng });
 * ```
 */
export function vaeObjective<K extends string = string>(options: VaeOptions = {}): Objective<K> {
  checkOptions('vaeObjective', options, vaeOptionNames);
  const { beta = 1 } = options;
  checkBeta('vaeObjective: beta', beta);
  return {
    kind: 'vae',
    posterior: 'product-without-prior',
    settings(keys): Settings {
      checkSingle('vaeObjective', keys);
      return { beta: plainFactor(beta) };
    },
    evaluate(model, batch, context) {
      const factor = betaAt(beta, context);
      const encoded = encodeBatch(model, batch, context);
      const { shared: posterior } = encoded[0]!;
      const shared = draw(posterior, context, { pass: 'joint', latent: 'shared' });
      return weightedSum(
        [
          ...reconstructionParts(model, encoded, shared, context),
          { path: ['divergence'], value: kl(posterior, model.prior()), factor },
          ...privateParts(model, encoded, factor),
        ],
        batch.size,
      );
    },
  };
}
