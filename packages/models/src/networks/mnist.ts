import { centre, reshape, sigmoid } from './activation.js';
import { gaussianEncoder } from './gaussian-encoder.js';
import { linear } from './linear.js';
import type { BuildContext, Decoder, Encoder, ImageEncoderContext, Network } from './network.js';
import { sequential } from './sequential.js';

const PIXELS = 28 * 28;
const HIDDEN = 400;

/** Options of the MNIST networks. */
export interface MnistNetworkOptions extends ImageEncoderContext {
  /** Hidden layers of 400 units; default 1, the paper's. */
  readonly hiddenLayers?: number;
}

/**
 * Encoder of images `[batch, 28, 28, 1]`: 784–400 ReLU, linear heads.
 * @see Sutter et al. 2020, Table 10
 * @example
 * ```ts
 * const encoder = mnistEncoder({ latent: { shared: 16, private: 4 }, rng });
 * ```
 */
export function mnistEncoder({ hiddenLayers = 1, centred, ...context }: MnistNetworkOptions): Encoder {
  const layers = { flat: reshape([PIXELS]), ...hidden(PIXELS, hiddenLayers, context) };
  return gaussianEncoder({
    body: sequential(centred ? { centre: centre(), ...layers } : layers),
    features: HIDDEN,
    ...context,
  });
}

/**
 * Decoder to images `[batch, 28, 28, 1]`: ReLU layers of 400, then 784 with a sigmoid (Table 10 says ReLU; the published
 * experiments ran with a sigmoid).
 * @see Sutter et al. 2020, Table 10
 * @example
 * ```ts
 * const decoder = mnistDecoder({ latent: { shared: 16, private: 4 }, rng });
 * ```
 */
export function mnistDecoder({ hiddenLayers = 1, ...context }: MnistNetworkOptions): Decoder {
  const { latent, rng, init } = context;
  return sequential({
    ...hidden(latent.shared + latent.private, hiddenLayers, context),
    output: linear({ inputs: HIDDEN, units: PIXELS, init, rng: rng.fork('output') }),
    sigmoid: sigmoid(),
    image: reshape([28, 28, 1]),
  });
}

function hidden(inputs: number, layers: number, { rng, init }: BuildContext): Record<string, Network> {
  return Object.fromEntries(
    Array.from({ length: layers }, (_, index) => {
      const name = `hidden${index + 1}`;
      const options = { inputs: index === 0 ? inputs : HIDDEN, units: HIDDEN, activation: 'relu' as const, init };
      return [name, linear({ ...options, rng: rng.fork(name) })];
    }),
  );
}
