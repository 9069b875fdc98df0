import {
  type Batch,
  createMultimodalVae,
  gaussianEncoder,
  type LatentOptions,
  linear,
  type ModalityOptions,
  type MultimodalVae,
  normal,
  type Objective,
  sequential,
} from '@polyvae/models';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';

/** Sizes of the vectors of up to five small modalities. */
export const SIZES = { a: 3, b: 4, c: 2, d: 5, e: 3 } as const;

export type Key = keyof typeof SIZES;

/** A modality of vectors with small dense networks. */
export function vectors(size: number, options: Partial<ModalityOptions> = {}): ModalityOptions {
  return {
    encoder: ({ latent, rng }) =>
      gaussianEncoder({
        body: sequential({ hidden: linear({ inputs: size, units: 6, activation: 'relu', rng: rng.fork('hidden') }) }),
        features: 6,
        latent,
        rng,
      }),
    decoder: ({ latent, rng }) =>
      sequential({ output: linear({ inputs: latent.shared + latent.private, units: size, rng: rng.fork('output') }) }),
    likelihood: normal({ scale: 0.5 }),
    ...options,
  };
}

/** A model of the first `count` small modalities. */
export function smallModel(
  count: number,
  objective: Objective,
  options: { latent?: LatentOptions; seed?: number; modality?: Partial<ModalityOptions> } = {},
): MultimodalVae<Key> {
  const { latent = { shared: 3, private: 2 }, seed = 1, modality = {} } = options;
  const modalities = Object.fromEntries(keysOf(count).map((key) => [key, vectors(SIZES[key], modality)]));
  const rng = Rng.fromSeed(seed);
  return createMultimodalVae({ modalities: modalities as Record<Key, ModalityOptions>, latent, objective, rng });
}

/** Uses a model and disposes it with all that was made of it. */
export function withModel(model: MultimodalVae<Key>, use: (model: MultimodalVae<Key>) => void): void {
  tf.tidy(() => use(model));
  model.dispose();
}

/** A batch of `rows` rows for the first `count` modalities. */
export function smallBatch(count: number, rows: number, seed = 2): Batch<Key> & { readonly [K in Key]?: tf.Tensor } {
  const rng = Rng.fromSeed(seed);
  return Object.fromEntries(
    keysOf(count).map((key) => [key, tf.tensor2d(rng.normals(rows * SIZES[key]), [rows, SIZES[key]])]),
  );
}

export function keysOf(count: number): Key[] {
  return (Object.keys(SIZES) as Key[]).slice(0, count);
}
