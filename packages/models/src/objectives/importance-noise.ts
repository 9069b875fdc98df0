import * as tf from '@tensorflow/tfjs-core';
import type { ObjectiveContext, PosteriorFamily } from './objective.js';

/** Standard noise of all draws, `[samples, components, batch, latent]`: small beside what decoding them takes. */
export type ImportanceNoise = {
  readonly shared: tf.Tensor;
  /** Of every modality that has a private subspace. */
  readonly private: Readonly<Record<string, tf.Tensor>>;
};

/** Sizes that noise is drawn for. */
export interface NoiseSizes {
  readonly samples: number;
  readonly batch: number;
  readonly shared: number;
  readonly private: Readonly<Record<string, number>>;
}

/**
 * Draws the noise of every component: its shared latents, then the private ones of all modalities. Part of the caller's
 * scope.
 * @param components The modalities whose posteriors are drawn from.
 */
export function importanceNoise(
  components: readonly string[],
  sizes: NoiseSizes,
  family: PosteriorFamily,
  context: ObjectiveContext,
): ImportanceNoise {
  const draw = (component: string, latent: 'shared' | { readonly modality: string }, size: number): tf.Tensor => {
    const shape = [sizes.samples, sizes.batch, size];
    const given = context.noise?.({ pass: { modality: component }, latent, shape });
    if (given) return given;
    const count = sizes.samples * sizes.batch * size;
    return tf.tensor(family === 'laplace' ? context.rng.laplaces(count) : context.rng.normals(count), shape, 'float32');
  };
  const drawn = components.map((component) => ({
    shared: draw(component, 'shared', sizes.shared),
    private: Object.entries(sizes.private).map(([modality, size]) => draw(component, { modality }, size)),
  }));
  const own = Object.keys(sizes.private).map((modality, i) => {
    return [
      modality,
      tf.stack(
        drawn.map((noise) => noise.private[i]!),
        1,
      ),
    ] as const;
  });
  return {
    shared: tf.stack(
      drawn.map(({ shared }) => shared),
      1,
    ),
    private: Object.fromEntries(own),
  };
}

/** The noise of draws `begin` to `begin + size`. */
export function sliceNoise(noise: ImportanceNoise, begin: number, size: number): ImportanceNoise {
  const slice = (x: tf.Tensor): tf.Tensor => tf.slice(x, begin, size);
  const own = Object.entries(noise.private).map(([key, x]) => [key, slice(x)] as const);
  return { shared: slice(noise.shared), private: Object.fromEntries(own) };
}
