import { centre, relu, reshape } from './activation.js';
import { conv2d } from './conv2d.js';
import { conv2dTranspose } from './conv2d-transpose.js';
import { channelDropout, dropout } from './dropout.js';
import { type ClassifierNetworkOptions, type FeatureNetwork, featureNetwork } from './feature-network.js';
import { gaussianEncoder } from './gaussian-encoder.js';
import { linear } from './linear.js';
import type { BuildContext, Decoder, Encoder, ImageEncoderContext } from './network.js';
import { sequential } from './sequential.js';

/** The smallest image in the networks, 4 × 4 × 128, and its values. */
const SMALLEST = [4, 4, 128] as const;
const VALUES = 4 * 4 * 128;

/**
 * Encoder of images `[batch, 28, 28, 3]`: three convolutions with ReLU, a linear layer with ReLU as wide as all latents
 * together, linear heads.
 * @see Sutter, Daunhawer, Vogt 2021, "Generalized Multimodal ELBO", and its published code
 * @example
 * ```ts
 * const encoder = polymnistEncoder({ latent: { shared: 512, private: 0 }, rng });
 * ```
 */
export function polymnistEncoder({ latent, rng, init, centred }: ImageEncoderContext): Encoder {
  const halve = { kernel: 3, stride: 2, padding: 1, activation: 'relu', init } as const;
  const features = latent.shared + latent.private;
  const body = sequential({
    ...(centred && { centre: centre() }),
    conv1: conv2d({ ...halve, inputs: 3, outputs: 32, rng: rng.fork('conv1') }),
    conv2: conv2d({ ...halve, inputs: 32, outputs: 64, rng: rng.fork('conv2') }),
    conv3: conv2d({ ...halve, inputs: 64, outputs: 128, rng: rng.fork('conv3') }),
    // Flattened row by row with the channels last; the published code's order is another, which a linear layer absorbs.
    flat: reshape([VALUES]),
    hidden: linear({ inputs: VALUES, units: features, activation: 'relu', init, rng: rng.fork('hidden') }),
  });
  return gaussianEncoder({ body, features, latent, rng });
}

/**
 * Decoder to images `[batch, 28, 28, 3]`: linear with ReLU, three transposed convolutions, none after the last.
 * @see Sutter, Daunhawer, Vogt 2021, "Generalized Multimodal ELBO", and its published code
 * @example
 * ```ts
 * const decoder = polymnistDecoder({ latent: { shared: 512, private: 0 }, rng });
 * ```
 */
export function polymnistDecoder({ latent, rng, init }: BuildContext): Decoder {
  const double = { kernel: 3, stride: 2, padding: 1, init } as const;
  const inputs = latent.shared + latent.private;
  return sequential({
    input: linear({ inputs, units: VALUES, activation: 'relu', init, rng: rng.fork('input') }),
    image: reshape(SMALLEST),
    conv1: conv2dTranspose({ ...double, inputs: 128, outputs: 64, activation: 'relu', rng: rng.fork('conv1') }),
    conv2: conv2dTranspose({
      ...double,
      outputPadding: 1,
      inputs: 64,
      outputs: 32,
      activation: 'relu',
      rng: rng.fork('conv2'),
    }),
    conv3: conv2dTranspose({ ...double, outputPadding: 1, inputs: 32, outputs: 3, rng: rng.fork('conv3') }),
  });
}

/**
 * Logits for images `[batch, 28, 28, 3]` of one modality: two convolutions, each with dropout of channels and ReLU, a
 * linear layer of 128 with dropout and ReLU, linear. Generated images are judged by it.
 *
 * The layers are those of the published code (MoPoE, `ConvNetworkImgClfCMNIST.py`), whose authors also trained them;
 * these weights are not included, so one such network is to be trained for each modality. The paper's text does not
 * describe it.
 * @example
 * ```ts
 * const judge = new Classifier(polymnistClassifier({ rng }));
 * ```
 */
export function polymnistClassifier(options: ClassifierNetworkOptions): FeatureNetwork {
  const { classes = 10, dropout: rate = 0.5, rng } = options;
  const halve = { kernel: 4, stride: 2, padding: 1 } as const;
  const hidden = 128;
  return featureNetwork(
    {
      conv1: conv2d({ ...halve, inputs: 3, outputs: 10, rng: rng.fork('conv1') }),
      dropout1: channelDropout(rate),
      relu1: relu(),
      conv2: conv2d({ ...halve, inputs: 10, outputs: 20, rng: rng.fork('conv2') }),
      dropout2: channelDropout(rate),
      relu2: relu(),
      flat: reshape([7 * 7 * 20]),
      hidden: linear({ inputs: 7 * 7 * 20, units: hidden, rng: rng.fork('hidden') }),
      dropout3: dropout(rate),
      relu3: relu(),
    },
    { linear: linear({ inputs: hidden, units: classes, rng: rng.fork('linear') }) },
  );
}
