import type { Rng } from '@polyvae/random';
import { type CelebaNetworkSettings, withDefaults } from '../networks/celeba-blocks.js';
import { celebaImageFeatures, celebaTextFeatures, type FeatureLayers } from '../networks/celeba-features.js';
import { dropout } from '../networks/dropout.js';
import { type FeatureNetwork, featureNetwork } from '../networks/feature-network.js';
import { linear } from '../networks/linear.js';

/** Options of the CelebA classifiers. */
export interface CelebaClassifierOptions extends CelebaNetworkSettings {
  /** Default 40, CelebA's attributes. */
  readonly labels?: number;
  /** Random numbers that the initial parameters are drawn from. */
  readonly rng: Rng;
}

/**
 * Logits of the attributes `[batch, labels]` for images `[batch, 64, 64, 3]`: the layers of the image encoder, dropout,
 * linear. The `5 · width` features are the linear layer's input.
 * @throws {ConfigurationError} if the width is not a positive integer or the dropout rate not in [0, 1).
 * @see Sutter et al. 2020, Table 8 (with the published code's dropout)
 * @example
 * ```ts
 * const judge = new Classifier(celebaImageClassifier({ rng }), { target: 'labels' });
 * ```
 */
export function celebaImageClassifier(options: CelebaClassifierOptions): FeatureNetwork {
  return attributeNetwork(celebaImageFeatures(options), options);
}

/** Options of {@link celebaTextClassifier}. */
export interface CelebaTextClassifierOptions extends CelebaClassifierOptions {
  /** Characters of the alphabet; default 71. */
  readonly characters?: number;
}

/**
 * Logits of the attributes `[batch, labels]` for one-hot texts `[batch, 256, characters]`: a convolution, six residual
 * blocks, dropout, linear. The `7 · width` features are the linear layer's input.
 * @throws {ConfigurationError} if the width is not a positive integer or the dropout rate not in [0, 1).
 * @see Sutter et al. 2020, Table 8 (with the published code's dropout)
 * @example
 * ```ts
 * const judge = new Classifier(celebaTextClassifier({ rng }), { target: 'labels' });
 * ```
 */
export function celebaTextClassifier({ characters = 71, ...options }: CelebaTextClassifierOptions): FeatureNetwork {
  const multiples = [1, 2, 3, 4, 5, 6, 7];
  return attributeNetwork(celebaTextFeatures({ ...options, characters, kernel: 3, multiples }), options);
}

function attributeNetwork({ layers, size }: FeatureLayers, options: CelebaClassifierOptions): FeatureNetwork {
  const { labels = 40, rng } = options;
  return featureNetwork(
    { ...layers, dropout: dropout(withDefaults(options).dropout) },
    { linear: linear({ inputs: size, units: labels, rng: rng.fork('linear') }) },
  );
}
