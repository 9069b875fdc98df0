import { relu, reshape } from '../networks/activation.js';
import { batchNorm } from '../networks/batch-norm.js';
import { conv1d } from '../networks/conv1d.js';
import { conv2d } from '../networks/conv2d.js';
import { dropout } from '../networks/dropout.js';
import { type ClassifierNetworkOptions, type FeatureNetwork, featureNetwork } from '../networks/feature-network.js';
import { linear } from '../networks/linear.js';
import type { Network } from '../networks/network.js';
import { residualBlock1d } from '../networks/residual-block.js';

const FEATURES = 128;

/**
 * Logits for images `[batch, 28, 28, 1]`: three convolutions with ReLU, dropout, linear.
 * @see Sutter et al. 2020, Table 6 (with the published code's padding 0 and its dropout)
 * @example
 * ```ts
 * const judge = new Classifier(mnistClassifier({ rng }));
 * ```
 */
export function mnistClassifier({ classes = 10, dropout: rate = 0.5, rng }: ClassifierNetworkOptions): FeatureNetwork {
  const halve = { kernel: 4, stride: 2, activation: 'relu' } as const;
  return featureNetwork(
    {
      conv1: conv2d({ ...halve, inputs: 1, outputs: 32, rng: rng.fork('conv1') }),
      conv2: conv2d({ ...halve, inputs: 32, outputs: 64, rng: rng.fork('conv2') }),
      conv3: conv2d({ ...halve, inputs: 64, outputs: FEATURES, rng: rng.fork('conv3') }),
      dropout: dropout(rate),
      flat: reshape([FEATURES]),
    },
    { linear: linear({ inputs: FEATURES, units: classes, rng: rng.fork('linear') }) },
  );
}

/**
 * Logits for images `[batch, 32, 32, 3]`: four convolutions, each with dropout, batch norm and ReLU after it, linear.
 * @see Sutter et al. 2020, Table 6
 * @example
 * ```ts
 * const judge = new Classifier(svhnClassifier({ rng }));
 * ```
 */
export function svhnClassifier({ classes = 10, dropout: rate = 0.5, rng }: ClassifierNetworkOptions): FeatureNetwork {
  const sizes = [3, 32, 64, 64, FEATURES];
  const layers: Record<string, Network> = {};
  for (let i = 1; i <= 4; i++) {
    const [inputs, outputs] = [sizes[i - 1] as number, sizes[i] as number];
    const name = `conv${i}`;
    layers[name] = conv2d({ inputs, outputs, kernel: 4, stride: 2, padding: i < 4 ? 1 : 0, rng: rng.fork(name) });
    layers[`dropout${i}`] = dropout(rate);
    layers[`norm${i}`] = batchNorm({ features: outputs });
    layers[`relu${i}`] = relu();
  }
  return featureNetwork(
    {
      ...layers,
      flat: reshape([FEATURES]),
    },
    { linear: linear({ inputs: FEATURES, units: classes, rng: rng.fork('linear') }) },
  );
}

/**
 * Logits for one-hot strings `[batch, 8, 71]`: a convolution, two residual blocks, linear.
 * @see Sutter et al. 2020, Table 7 (with the published code's two residual blocks in place of four)
 * @example
 * ```ts
 * const judge = new Classifier(textClassifier({ rng }));
 * ```
 */
export function textClassifier({ classes = 10, dropout: rate = 0.5, rng }: ClassifierNetworkOptions): FeatureNetwork {
  const block = { kernel: 4, stride: 2, dropout: rate } as const;
  return featureNetwork(
    {
      sequence: reshape([1, 8, 71]),
      conv1: conv1d({ inputs: 71, outputs: FEATURES, kernel: 1, rng: rng.fork('conv1') }),
      block1: residualBlock1d({ ...block, inputs: FEATURES, outputs: 192, padding: 1, rng: rng.fork('block1') }),
      block2: residualBlock1d({ ...block, inputs: 192, outputs: FEATURES, padding: 0, rng: rng.fork('block2') }),
      flat: reshape([FEATURES]),
    },
    { linear: linear({ inputs: FEATURES, units: classes, rng: rng.fork('linear') }) },
  );
}
