import { scope } from '@polyvae/distributions';
import { ArgumentError } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs-core';
import { described, descriptionOf } from './described.js';
import type { ApplyContext, Encoder, GaussianParameters, NetworkConfig, ObjectivePart } from './network.js';
import { collect } from './sequential.js';

/** A network that maps the data of all modalities together to the posterior of the shared latent. */
export interface JointEncoder extends ObjectivePart {
  /**
   * The posterior's parameters, each `[batch, shared]`.
   * @param data By modality, `[batch, ...]`; all of them.
   */
  apply(data: Readonly<Record<string, tf.Tensor>>, context: ApplyContext): GaussianParameters;
}

/** Options of {@link jointEncoder}. */
export interface JointEncoderOptions {
  /** Reads each modality; its shared mean and log variance serve as features. */
  readonly encoders: Readonly<Record<string, Encoder>>;
  /** Maps all features side by side, in the encoders' order, to the posterior. */
  readonly head: Encoder;
}

/**
 * A joint encoder from one encoder for each modality, as many features as their shared latents have parameters, and a head
 * that reads all of them.
 * @throws {ArgumentError} if data lack a modality.
 * @example
 * ```ts
 * jointEncoder({ encoders: { mnist, svhn }, head });
 * ```
 */
export function jointEncoder({ encoders, head }: JointEncoderOptions): JointEncoder {
  const each = Object.entries(encoders);
  const named = { ...Object.fromEntries(each.map(([key, encoder]) => [`features.${key}`, encoder])), head };
  const configs = each.map(([key, encoder]) => [key, descriptionOf(encoder)] as const);
  const ofHead = descriptionOf(head);
  const known = ofHead && configs.every(([, config]) => config);
  return described({
    ...collect(named),
    config: known
      ? {
          type: 'jointEncoder',
          encoders: Object.fromEntries(configs) as Record<string, NetworkConfig>,
          head: ofHead,
        }
      : undefined,
    apply: (data, context) =>
      scope(() => {
        const features = each.flatMap(([key, encoder]) => {
          const x = data[key];
          if (!x) throw new ArgumentError(`jointEncoder: expected data of '${key}', found none`);
          const { shared } = encoder.apply(x, context);
          return [shared.loc, shared.logVar];
        });
        return head.apply(tf.concat(features, 1), context).shared;
      }),
    dispose() {
      for (const network of Object.values(named)) network.dispose();
    },
  });
}
