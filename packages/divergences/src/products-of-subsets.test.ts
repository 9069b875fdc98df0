import { Normal } from '@polyvae/distributions';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { expectClose, tidilyOnCpu } from '../test/check.js';
import { randomExperts } from '../test/experts.js';
import { productOfExperts, productsOfSubsets } from './index.js';

tidilyOnCpu();

const members = [
  [1, 0, 0],
  [0, 1, 0],
  [1, 1, 0],
  [1, 0, 1],
  [1, 1, 1],
];

test('every subset is the product of its experts, values (2e-6) and gradients (2e-5)', () => {
  const experts = randomExperts(Rng.fromSeed('subsets'), 3, 4, 2, 1);
  const all = productsOfSubsets(experts, tf.tensor2d(members));
  expect([all.batchShape, all.eventShape]).toEqual([[5, 4], [2]]);
  const each = members.map((row) => productOfExperts(experts.filter((_, k) => row[k] === 1)));
  expectClose(all.base.loc, [...tf.stack(each.map(({ base }) => base.loc)).dataSync()], 2e-6);
  expectClose(all.base.logVar(), [...tf.stack(each.map(({ base }) => base.logVar())).dataSync()], 2e-6);

  const [first, ...others] = experts;
  const scored = (make: (own: typeof experts) => tf.Tensor) =>
    tf.grad((logVar: tf.Tensor) => make([Normal.fromLogVar(first!.base.loc, logVar, { eventDims: 1 }), ...others]))(
      first!.base.logVar(),
    );
  const x = tf.ones([2]);
  const together = scored((own) => tf.sum(productsOfSubsets(own, tf.tensor2d(members)).logProb(x)));
  const apart = scored((own) =>
    tf.addN(members.map((row) => tf.sum(productOfExperts(own.filter((_, k) => row[k] === 1)).logProb(x)))),
  );
  expectClose(together, [...apart.dataSync()], 2e-5);
});

test('rows of their own: absent experts may be NaN, and are left out', () => {
  const [a, b] = randomExperts(Rng.fromSeed(1), 2, 2, 3, 1);
  const nan = tf.fill([1, 3], Number.NaN);
  const hole = tf.concat([tf.slice(b!.base.loc, 0, 1), nan]);
  const wide = Normal.fromLogVar(hole, hole, { eventDims: 1 });
  const sharp = Normal.fromLogVar(b!.base.loc, b!.base.loc, { eventDims: 1 });
  const both = tf.tensor2d([[1, 1]]);
  const { base } = productsOfSubsets([a!, wide], both, { present: tf.tensor2d([1, 1, 1, 0], [2, 2]) });
  const product = productOfExperts([a!, sharp]).base.loc.dataSync();
  expectClose(base.loc, [...product.slice(0, 3), ...a!.base.loc.dataSync().slice(3)], 2e-6);
  const none = productsOfSubsets([a!, wide], tf.tensor2d([[0, 1]]), { present: tf.tensor2d([1, 1, 1, 0], [2, 2]) });
  expect([...none.base.loc.dataSync(), ...none.base.logVar().dataSync()].every(Number.isFinite)).toBe(true);
});

test('the sharpest expert does not take the others out, up to variances e^80 apart', () => {
  const make = (logVar: number) => Normal.fromLogVar(tf.tensor2d([[2]]), tf.tensor2d([[logVar]]), { eventDims: 1 });
  const { base } = productsOfSubsets([make(-40), make(30)], tf.tensor2d([[0, 1]]));
  expect(base.logVar().dataSync()[0]).toBeCloseTo(30, 4);
  expect(base.loc.dataSync()[0]).toBeCloseTo(2, 5);
});

test('members of another number of experts are refused', () => {
  const experts = randomExperts(Rng.fromSeed(3), 2, 3, 2, 1);
  expect(() => productsOfSubsets(experts, tf.tensor2d(members))).toThrow(
    /productsOfSubsets: members: expected shape \[subsets, 2\], found \[5, 3\]/,
  );
});
