import { registerPublishedCategorical } from './published-categorical.js';
import { registerPublishedMixtures } from './published-mixtures.js';
import { registerPublishedMvae } from './published-mvae.js';

/**
 * Makes the published code's objectives and text likelihood known, so that saved models that have them load in a process that
 * has built none. May be called more than once.
 * @example
 * ```ts
 * registerPublishedCode();
 * const model = await loadModel('results/mmjsd-official-code');
 * ```
 */
export function registerPublishedCode(): void {
  registerPublishedCategorical();
  registerPublishedMvae();
  registerPublishedMixtures();
}
