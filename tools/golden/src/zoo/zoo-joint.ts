import type { JointEncoder } from '@polyvae/models';
import * as tf from '@tensorflow/tfjs';
import type { ZooCase } from './zoo-case.js';
import { sizeOf, tapped, zooEncoder } from './zoo-networks.js';

/** The reference's joint encoder: all data side by side, in the order of the modalities. */
export function zooJoint(zoo: ZooCase): JointEncoder {
  const latent = { shared: zoo.latent.shared, private: 0 };
  const inputs = zoo.keys.reduce((sum, key) => sum + sizeOf(zoo.modalities[key]!), 0);
  const { apply, ...encoder } = tapped(zooEncoder(zoo, inputs, latent), zoo.size, latent);
  return {
    ...encoder,
    apply(data, context) {
      const flat = zoo.keys.map((key) => tf.reshape(data[key]!, [zoo.size, -1]));
      return apply(tf.concat(flat, 1), context).shared;
    },
  };
}
