import { Normal } from '@polyvae/distributions';
import { type GaussianExpert, productOfExperts, stratifiedPositions } from '@polyvae/divergences';
import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import type { SubsetExperts, SubsetMixture } from './subset-mixture.js';

/**
 * Subsets drawn for each row from all that are not empty, of what the row has: an unbiased stand-in for the mixture over all,
 * whose number grows exponentially. The first is the drawn component.
 */
export function sampledSubsets<K extends string>(parts: SubsetExperts<K>, count: number, rng: Rng): SubsetMixture {
  const { keys, batch, experts, prior, priorExpert } = parts;
  const { size } = batch;
  const positions = rng.derive((stream) => {
    const all = new Float32Array(count * size);
    for (let i = 0; i < count; i++) all.set(stratifiedPositions(size, stream), i * size);
    return all;
  });
  const ones = tf.ones<tf.Rank.R1>([size]);
  const masks = batch.observations.map(({ mask }) => mask ?? ones);
  const present = tf.addN(masks);
  // A subset's number, from 1: its binary digits say which of the row's own modalities are in it.
  const numbers = tf.sub(tf.pow(tf.scalar(2), tf.round(present)), 1);
  const code = tf.add(1, tf.floor(tf.mul(tf.tensor2d(positions, [count, size]), tf.round(numbers))));
  let place: tf.Tensor = ones;
  const digits = masks.map((mask) => {
    const digit = tf.mul(tf.mod(tf.floor(tf.div(code, place)), 2), mask);
    place = tf.mul(place, tf.add(mask, 1));
    return digit;
  });
  const whole =
    batch.observations.length === keys.length ? digits.reduce((all, own) => tf.mul(all, own)) : tf.zerosLike(code);
  const priors = { none: tf.zerosLike(code), full: whole, all: tf.onesLike(code) }[priorExpert];
  const powers = tf.stack([...digits, priors]);
  const draws = tf.unstack(powers, 1).map((own) => productOfExperts([...experts, prior], { weights: own }));
  const each = (of: (draw: GaussianExpert) => tf.Tensor): tf.Tensor => tf.stack(draws.map(of));
  const components = Normal.fromLogVar(
    each(({ base }) => base.loc),
    each(({ base }) => base.logVar()),
    { eventDims: 1 },
  );
  const weights: tf.Tensor2D = tf.fill([count, 1], 1 / count);
  return { drawn: draws[0]!, components, weights };
}
