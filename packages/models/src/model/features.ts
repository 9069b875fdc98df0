import { ArgumentTypeError } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs-core';
import { BatchError } from '../errors.js';
import type { Latents } from './multimodal-vae.js';

/** Which latents are meant: the shared one, the private ones of the modalities that were seen, or both. */
export type LatentSpace = 'shared' | 'private' | 'all';

/**
 * Latents side by side in one matrix, such as a linear probe of `represent`'s result takes.
 * @returns `[batch, features]`; the shared latent, then private ones in the model's order.
 * @throws {BatchError} if private latents are asked for and there are none.
 * @example
 * ```ts
 * const { mean } = tf.moments(features(model.represent(batch, { rng }), 'all'), 0);
 * ```
 */
export function features<K extends string>(latents: Latents<K>, space: LatentSpace = 'shared'): tf.Tensor2D {
  const own = Object.values<tf.Tensor2D | undefined>(latents.private).filter((z) => z !== undefined);
  if (space === 'private' && own.length === 0) {
    throw new BatchError("features: no modality that was seen has a private subspace; ask for the 'shared' latents.");
  }
  return tf.tidy(() => {
    switch (space) {
      case 'shared':
        return tf.clone(latents.shared);
      case 'private':
        return tf.concat(own, 1);
      case 'all':
        return tf.concat([latents.shared, ...own], 1);
      default:
        throw new ArgumentTypeError(
          `features: expected 'shared', 'private' or 'all', found '${String(space satisfies never)}'`,
        );
    }
  });
}
