import type { Network } from '@polyvae/models';
import * as tf from '@tensorflow/tfjs';

/** Dropout with probability ½: while training each value is dropped or doubled, by one bit of the context's `rng`. */
export function dropoutHalf(): Network {
  return {
    variables: {},
    state: {},
    apply(x, { training, rng }) {
      if (!training) return tf.clone(x);
      if (!rng) throw new TypeError('dropoutHalf: training needs context.rng, found none');
      const mask = new Float32Array(x.size);
      let bits = 0;
      for (let i = 0; i < mask.length; i++) {
        if (i % 32 === 0) bits = rng.uint32();
        mask[i] = bits & 1 ? 2 : 0;
        bits >>>= 1;
      }
      return tf.tidy(() => tf.mul(x, tf.tensor(mask, x.shape)));
    },
    dispose: () => {},
  };
}
