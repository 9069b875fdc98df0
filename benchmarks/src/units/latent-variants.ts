import type { LatentSpace, RepresentationOptions } from '@polyvae/models';
import type { Experiment } from '../experiment.js';

/** A way in which a subset's latents are made. */
export interface LatentVariant extends Omit<RepresentationOptions, 'rng'> {
  /** Default: the shared ones. */
  readonly space?: LatentSpace;
}

/**
 * The ways in which a subset's latents are made. `default` is what the paper's table shows: shared latents, for mixtures one
 * component an item.
 */
export function latentVariants({ objective, latent }: Experiment): Readonly<Record<string, LatentVariant>> {
  const own: Readonly<Record<string, LatentVariant>> = latent.private > 0 ? { private: { space: 'private' } } : {};
  switch (objective) {
    case 'mvae':
      return { default: {}, ...own };
    case 'mmvae':
      return { default: {}, 'mixture-mean': { mixture: 'mean' }, ...own };
    case 'mmjsd':
      return {
        default: {},
        mixture: { posterior: 'mixture' },
        'mixture-mean': { posterior: 'mixture', mixture: 'mean' },
        ...own,
      };
  }
}
