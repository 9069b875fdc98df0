import { scope } from '@polyvae/distributions';
import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import { linear } from './linear.js';
import type { Encoder, GaussianParameters, LatentSizes, Network } from './network.js';
import { collect } from './sequential.js';

/** Options of {@link gaussianEncoder}. */
export interface GaussianEncoderOptions {
  /** Maps data to features `[batch, features]`. */
  readonly body: Network;
  readonly features: number;
  readonly latent: LatentSizes;
  readonly rng: Rng;
}

/**
 * An encoder from a body and linear heads without activation: `shared.loc`, `shared.logVar` and, with a private
 * subspace, `private.loc`, `private.logVar`. The body's parameters keep their paths.
 */
export function gaussianEncoder(options: GaussianEncoderOptions): Encoder {
  const { body, features, latent, rng } = options;
  const head = (name: string, units: number): Network => linear({ inputs: features, units, rng: rng.fork(name) });
  const spaces = {
    shared: gaussianHead('shared', latent.shared, head),
    ...(latent.private > 0 ? { private: gaussianHead('private', latent.private, head) } : {}),
  };
  const heads = collect(Object.assign({}, ...Object.values(spaces).map((space) => space.networks)));
  return {
    variables: { ...body.variables, ...heads.variables },
    state: { ...body.state },
    config: body.config && { type: 'gaussianEncoder', body: body.config, features, latent: { ...latent } },
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
  };
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
