import { reshape, sigmoid } from './activation.js';
import { gaussianEncoder } from './gaussian-encoder.js';
import { linear } from './linear.js';
import type { BuildContext, Decoder, Encoder, Network } from './network.js';
import { sequential } from './sequential.js';

const PIXELS = 28 * 28;
const HIDDEN = 400;

/** Options of the MNIST networks. */
export interface MnistNetworkOptions extends BuildContext {
  /** Hidden layers of 400 units; default 1, the paper's. */
  readonly hiddenLayers?: number;
}

/**
 * Encoder of images `[batch, 28, 28, 1]`: 784–400 ReLU, linear heads.
 * @see Sutter et al. 2020, Table 10
 */
export function mnistEncoder({ latent, rng, hiddenLayers = 1 }: MnistNetworkOptions): Encoder {
  const body = sequential({ flat: reshape([PIXELS]), ...hidden(PIXELS, hiddenLayers, rng) });
  return gaussianEncoder({ body, features: HIDDEN, latent, rng });
}

/**
 * Decoder to images `[batch, 28, 28, 1]`: ReLU layers of 400, then 784 with a sigmoid (Table 10 says ReLU; the published
 * experiments ran with a sigmoid).
 * @see Sutter et al. 2020, Table 10
 */
export function mnistDecoder({ latent, rng, hiddenLayers = 1 }: MnistNetworkOptions): Decoder {
  return sequential({
    ...hidden(latent.private + latent.shared, hiddenLayers, rng),
    output: linear({ inputs: HIDDEN, units: PIXELS, rng: rng.fork('output') }),
    sigmoid: sigmoid(),
    image: reshape([28, 28, 1]),
  });
}

function hidden(inputs: number, layers: number, rng: BuildContext['rng']): Record<string, Network> {
  return Object.fromEntries(
    Array.from({ length: layers }, (_, index) => {
      const name = `hidden${index + 1}`;
      const options = { inputs: index === 0 ? inputs : HIDDEN, units: HIDDEN, activation: 'relu' as const };
      return [name, linear({ ...options, rng: rng.fork(name) })];
    }),
  );
}
