import tf from '@tensorflow/tfjs';

/** KL divergence of diagonal normals with the given means and log variances, summed over the last axis. */
export function kl(loc0, logVar0, loc1, logVar1) {
  const quadratic = tf.div(tf.square(tf.sub(loc1, loc0)), tf.exp(logVar1));
  const ratio = tf.exp(tf.sub(logVar0, logVar1));
  return tf.mul(0.5, tf.sum(tf.sub(tf.add(tf.add(ratio, quadratic), tf.sub(logVar1, logVar0)), 1), -1));
}

/** mmJSD's divergence of the experts and a standard normal from their dynamic prior, the geometric mean; per row. */
export function dynamicPriorDivergence(experts) {
  const zero = tf.zeros(experts[0][0].shape);
  const all = [...experts, [zero, zero]];
  const precisions = all.map(([, logVar]) => tf.exp(tf.neg(logVar)));
  const precision = tf.div(tf.addN(precisions), all.length);
  const weighted = tf.div(tf.addN(all.map(([loc], i) => tf.mul(precisions[i], loc))), all.length);
  const loc = tf.div(weighted, precision);
  const logVar = tf.neg(tf.log(precision));
  return tf.div(tf.addN(all.map(([m, l]) => kl(m, l, loc, logVar))), all.length);
}

/** A sample of the mixture of the experts: `choice` [batch, 1] says for each row which one, `noise` is standard normal. */
export function mixtureSample(experts, choice, noise) {
  let [loc, logVar] = experts[0];
  for (let i = 1; i < experts.length; i++) {
    const chosen = tf.equal(choice, tf.scalar(i, 'int32'));
    loc = tf.where(chosen, experts[i][0], loc);
    logVar = tf.where(chosen, experts[i][1], logVar);
  }
  return normalSample(loc, logVar, noise);
}

/** A sample of a diagonal normal. */
export function normalSample(loc, logVar, noise) {
  return tf.add(loc, tf.mul(noise, tf.exp(tf.mul(0.5, logVar))));
}
