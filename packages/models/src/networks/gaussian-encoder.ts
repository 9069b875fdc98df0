import { scope } from '@polyvae/distributions';
import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import { described, descriptionOf } from './described.js';
import { linear } from './linear.js';
import type { Encoder, GaussianParameters, LatentSizes, Network } from './network.js';
import { collect } from './sequential.js';

/** Options of {@link gaussianEncoder}. */
export interface GaussianEncoderOptions {
  /** Maps data to features `[batch, features]`. */
  readonly body: Network;
  /** Length of the body's output. */
  readonly features: number;
  /** Sizes of the latents, each of which gets two heads. */
  readonly latent: LatentSizes;
  /** Random numbers that the initial parameters are drawn from. */
  readonly rng: Rng;
}

/**
 * An encoder from a body and linear heads without activation: `shared.loc`, `shared.logVar` and, with a private
 * subspace, `private.loc`, `private.logVar`. The body's parameters keep their paths.
 * @example
 * ```ts
 * const encoder = ({ latent, rng }: BuildContext) =>
 *   gaussianEncoder({ body: linear({ inputs: 50, units: 128, rng }), features: 128, latent, rng });
 * ```
 */
export function gaussianEncoder(options: GaussianEncoderOptions): Encoder {
  const { body, features, latent, rng } = options;
  const head = (name: string, units: number): Network => linear({ inputs: features, units, rng: rng.fork(name) });
  const spaces = {
    shared: gaussianHead('shared', latent.shared, head),
    ...(latent.private > 0 ? { private: gaussianHead('private', latent.private, head) } : {}),
  };
  const heads = collect(Object.assign({}, ...Object.values(spaces).map((space) => space.networks)));
  const ofBody = descriptionOf(body);
  return described({
    variables: { ...body.variables, ...heads.variables },
    state: { ...body.state },
    config: ofBody && { type: 'gaussianEncoder', body: ofBody, features, latent: { ...latent } },
    apply: (x, context) =>
      scope(() => {
        const hidden = body.apply(x, context);
        const shared = spaces.shared.apply(hidden, context);
        return spaces.private === undefined ? { shared } : { shared, private: spaces.private.apply(hidden, context) };
      }),
    dispose: () => {
      body.dispose();
      tf.dispose(Object.values(heads.variables));
    },
  });
}

interface GaussianHead {
  readonly networks: Readonly<Record<string, Network>>;
  apply(hidden: tf.Tensor, context: Parameters<Network['apply']>[1]): GaussianParameters;
}

function gaussianHead(space: string, units: number, head: (name: string, units: number) => Network): GaussianHead {
  const loc = head(`${space}.loc`, units);
  const logVar = head(`${space}.logVar`, units);
  return {
    networks: { [`${space}.loc`]: loc, [`${space}.logVar`]: logVar },
    apply: (hidden, context) => ({
      loc: loc.apply(hidden, context) as tf.Tensor2D,
      logVar: logVar.apply(hidden, context) as tf.Tensor2D,
    }),
  };
}
