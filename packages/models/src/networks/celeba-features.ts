import { reshape } from './activation.js';
import { type CelebaNetworkSettings, closingBlocks, withDefaults } from './celeba-blocks.js';
import { conv1d } from './conv1d.js';
import { conv2d } from './conv2d.js';
import type { BuildContext, Network } from './network.js';
import { residualBlock1d, residualBlock2d } from './residual-block.js';

/** Start of the layers. */
type Start = Pick<BuildContext, 'init' | 'rng'>;

/** Layers from data to features, `[batch, size]`. */
export interface FeatureLayers {
  readonly layers: Readonly<Record<string, Network>>;
  readonly size: number;
}

/** Places of a text: the layers' strides reduce 256 to 1. */
export const TEXT_LENGTH = 256;

/**
 * Images `[batch, 64, 64, 3]` to `5 · width` features: a convolution and four residual blocks, the last without padding
 * as in the published code (Table 18 has 1, Table 8 has 0).
 * @see Sutter et al. 2020, Tables 8 and 18
 */
export function celebaImageFeatures(options: CelebaNetworkSettings & Start): FeatureLayers {
  const { init, rng } = options;
  const { width, dropout } = withDefaults(options);
  const features = [1, 2, 3, 4, 5].map((multiple) => multiple * width);
  const halve = { kernel: 3, stride: 2, padding: 1 } as const;
  return {
    layers: {
      conv1: conv2d({ ...halve, inputs: 3, outputs: width, bias: false, init, rng: rng.fork('conv1') }),
      ...closingBlocks(residualBlock2d, { features, dropout, init, rng }),
      flat: reshape([5 * width]),
    },
    size: 5 * width,
  };
}

/** How the text networks differ. */
export interface CelebaTextFeaturesOptions extends CelebaNetworkSettings, Start {
  readonly characters: number;
  /** Of the first convolution. */
  readonly kernel: number;
  /** Features of the first convolution and of the six residual blocks, in widths. */
  readonly multiples: readonly number[];
}

/**
 * One-hot texts `[batch, 256, characters]` to features: a convolution and six residual blocks.
 * @see Sutter et al. 2020, Tables 8 and 19
 */
export function celebaTextFeatures(options: CelebaTextFeaturesOptions): FeatureLayers {
  const { characters, kernel, multiples, init, rng } = options;
  const { width, dropout } = withDefaults(options);
  const features = multiples.map((multiple) => multiple * width);
  const size = features.at(-1) as number;
  const halve = { kernel, stride: 2, padding: 1 } as const;
  return {
    layers: {
      sequence: reshape([1, TEXT_LENGTH, characters]),
      conv1: conv1d({ ...halve, inputs: characters, outputs: features[0] as number, init, rng: rng.fork('conv1') }),
      ...closingBlocks(residualBlock1d, { features, dropout, init, rng }),
      flat: reshape([size]),
    },
    size,
  };
}
