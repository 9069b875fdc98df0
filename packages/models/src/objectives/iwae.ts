import { checkOptions } from '@polyvae/errors';
import type { Settings } from '@polyvae/training';
import { mmvaeObjective } from './mmvae.js';
import type { Objective, PosteriorFamily } from './objective.js';
import { checkSingle } from './vae.js';

/** Options of {@link iwaeObjective}. */
export interface IwaeOptions {
  /** Draws of the posterior; default 30. */
  readonly samples?: number;
  /**
   * Gradient of the bound: `iwae` (default), its own, or `dreg`, doubly reparameterised, of lower variance where the posterior is good.
   */
  readonly gradient?: 'iwae' | 'dreg';
  /** Draws that are decoded at once; default 2. Memory depends on it; with fewer than `samples`, each is decoded twice. */
  readonly chunk?: number;
  /** Family of the posterior; default `normal`. A Laplace posterior has the mean and the variance that the encoder gives. */
  readonly posterior?: PosteriorFamily;
}

/** Names of the options of {@link iwaeObjective}. */
export const iwaeOptionNames: readonly (keyof IwaeOptions)[] = ['samples', 'gradient', 'chunk', 'posterior'];

/**
 * The IWAE of one modality: −log (1/I) Σᵢ p(x, zᵢ) / q(zᵢ | x) over I draws of q, a bound that is tighter the more draws
 * there are, and with one is the VAE's. Terms are those of single draws, in nats per datum, and `effectiveSamples`, between 1 and I.
 * @throws {ConfigurationError} for unknown options, numbers of draws that are not positive integers, or a model of several
 *   modalities.
 * @see Burda, Grosse and Salakhutdinov 2016, Eq. (8); Tucker et al. 2019, Eq. (8)
 * @example
 * ```ts
 * createMultimodalVae({ modalities: { mnist: digitModalities().mnist }, latent, objective: iwaeObjective({ samples: 30 }), rng });
 * ```
 */
export function iwaeObjective<K extends string = string>(options: IwaeOptions = {}): Objective<K> {
  checkOptions('iwaeObjective', options, iwaeOptionNames);
  const { gradient = 'iwae', samples = 30, chunk, posterior } = options;
  const { weights: _, ...rest } = mmvaeObjective<K>({
    objective: gradient,
    samples,
    ...(chunk !== undefined && { chunk }),
    ...(posterior && { posterior }),
  });
  return {
    ...rest,
    kind: 'iwae',
    settings(keys): Settings {
      checkSingle('iwaeObjective', keys);
      return { samples, gradient, posterior: posterior ?? 'normal' };
    },
  };
}
