import tf from '@tensorflow/tfjs';

const DECAYS = [0.9, 0.999];
const EPSILON = 1e-8;

/**
 * Adam in plain operations. `advance` gives what changes from step to step as tensors, so that every step is the same
 * graph; `update` records the updates of all variables and returns the next moments, which are those of the paper divided
 * by 1 - decay; `keep` takes them.
 */
export function createAdam(variables, rate) {
  let moments = variables.map((v) => DECAYS.map(() => tf.tensor(new Float32Array(v.size), v.shape)));
  let count = 0;

  return {
    advance() {
      count++;
      const root = Math.sqrt((1 - DECAYS[1]) / (1 - DECAYS[1] ** count));
      const scale = tf.scalar((rate * (1 - DECAYS[0])) / (1 - DECAYS[0] ** count) / root);
      return { scale, offset: tf.scalar(EPSILON / root), moments };
    },
    update(gradients, { scale, offset, moments: before }) {
      const [decay1, decay2] = DECAYS.map((decay) => tf.scalar(decay));
      return variables.map((v, i) => {
        const first = tf.add(tf.mul(before[i][0], decay1), gradients[i]);
        const second = tf.add(tf.mul(before[i][1], decay2), tf.square(gradients[i]));
        v.assign(tf.sub(v, tf.mul(tf.div(first, tf.add(tf.sqrt(second), offset)), scale)));
        return [first, second];
      });
    },
    keep(next) {
      tf.dispose(moments);
      moments = next;
    },
  };
}
