import { ConfigurationError } from '../errors.js';
import { gaussianEncoder } from '../networks/gaussian-encoder.js';
import { type JointEncoder, jointEncoder } from '../networks/joint-encoder.js';
import { mlp } from '../networks/mlp.js';
import type { Encoder } from '../networks/network.js';
import type { PartContext } from './objective.js';

/** Units of the layers that read all modalities' features. */
const HIDDEN = [256, 256] as const;

/**
 * A joint encoder that fits a model: a further encoder of each modality as the model's own, whose outputs are read by two
 * layers of 256 units.
 * @throws {ConfigurationError} if a modality's encoder is no function that builds one.
 */
export function defaultJointEncoder<K extends string>(objective: string, context: PartContext<K>): JointEncoder {
  const { keys, modalities, shared, init, rng } = context;
  const builders = keys.map((key) => {
    const { encoder } = modalities[key];
    if (typeof encoder === 'function') return [key, encoder] as const;
    throw new ConfigurationError(
      `${objective}: the encoder of '${key}' is a built network, of which there is no second for the joint encoder; give a function that builds it, or a joint encoder of your own.`,
    );
  });
  const encoders = builders.map(([key, build]): [K, Encoder] => {
    return [key, build({ latent: { shared, private: 0 }, ...(init && { init }), rng: rng.fork(key) })];
  });
  const head = rng.fork('joint.head');
  const body = mlp({ inputs: 2 * shared * keys.length, hidden: HIDDEN, ...(init && { init }), rng: head.fork('body') });
  return jointEncoder({
    encoders: Object.fromEntries(encoders),
    head: gaussianEncoder({ body, features: HIDDEN[1], latent: { shared, private: 0 }, rng: head }),
  });
}
