import {
  type Distribution,
  Independent,
  Laplace,
  MixtureSameFamily,
  NoClosedFormError,
  Normal,
} from '@polyvae/distributions';
import { ArgumentError, ArgumentTypeError, ShapeError } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs';
import { afterEach, describe, expect, test } from 'vitest';
import { tidilyOnCpu } from '../test/check.js';
import { type DistributionClass, hasClosedForm, jensenShannonBounds, kl, registerKl } from './index.js';

tidilyOnCpu();

/** A family of a user's own, elementwise. */
class Shifted extends Laplace {}
class MoreShifted extends Shifted {}

const removals: (() => void)[] = [];

/** Registers a form that gives one number for each member; it is removed after the test. */
function give<P extends Distribution, Q extends Distribution>(
  p: DistributionClass<P>,
  q: DistributionClass<Q>,
  value: number,
): void {
  removals.push(registerKl(p, q, (a) => tf.fill([...a.batchShape], value)));
}

afterEach(() => {
  for (const remove of removals.splice(0)) remove();
});

const parameters = (): [tf.Tensor, tf.Tensor] => [tf.zeros([2, 3]), tf.ones([2, 3])];
const laplace = (): Laplace => new Laplace(...parameters());
const shifted = (): Shifted => new Shifted(...parameters());
const moreShifted = (): MoreShifted => new MoreShifted(...parameters());
const normal = (): Normal => new Normal(...parameters());
const value = (p: Distribution, q: Distribution): number => kl(p, q).dataSync()[0]!;

test('adds a pair, also within Independent, with gradients, and takes it away again', () => {
  expect(hasClosedForm(normal(), laplace())).toBe(false);
  const remove = registerKl(Normal, Laplace, (p, q) => tf.add(tf.mul(p.loc, 2), q.scale));
  expect(hasClosedForm(normal(), laplace())).toBe(true);
  expect(hasClosedForm(laplace(), normal())).toBe(false);
  const joint = new Independent(laplace(), 1);
  expect([...kl(new Independent(normal(), 1), joint).dataSync()]).toEqual([3, 3]);
  const slope = tf.grad((loc: tf.Tensor) => tf.sum(kl(new Independent(new Normal(loc, 1), 1), joint)));
  expect([...slope(tf.zeros([2, 3])).dataSync()]).toEqual([2, 2, 2, 2, 2, 2]);
  remove();
  remove();
  expect(() => kl(normal(), laplace())).toThrow(NoClosedFormError);
  expect(() => kl(normal(), laplace())).toThrow(/registerKl/);
});

test('bounds of divergences use it', () => {
  const pair = (): Distribution[] => [new Independent(normal(), 1), new Independent(laplace(), 1)];
  expect(() => jensenShannonBounds(pair())).toThrow(NoClosedFormError);
  give(Normal, Laplace, 1);
  give(Laplace, Normal, 1);
  const { upper } = jensenShannonBounds(pair());
  expect(upper.dataSync()[0]).toBeCloseTo(Math.LN2 - Math.log1p(Math.exp(-3)), 5);
});

test('keeps only the result of the form', () => {
  give(Normal, Laplace, 1);
  const [p, q] = [normal(), laplace()];
  const before = tf.memory().numTensors;
  kl(p, q);
  expect(tf.memory().numTensors).toBe(before + 1);
});

describe('of several forms that fit', () => {
  test('the most specific one wins, whatever the order of registration', () => {
    // The package's own form serves subclasses.
    expect(value(shifted(), moreShifted())).toBe(0);
    give(MoreShifted, MoreShifted, 3);
    give(Shifted, Laplace, 1);
    give(Shifted, Shifted, 2);
    expect(value(laplace(), shifted())).toBe(0);
    expect(value(shifted(), laplace())).toBe(1);
    expect(value(moreShifted(), laplace())).toBe(1);
    expect(value(moreShifted(), shifted())).toBe(2);
    expect(value(moreShifted(), moreShifted())).toBe(3);
  });

  test('none that beats all others is an error that names them and the way out', () => {
    give(Shifted, Laplace, 1);
    give(Laplace, Shifted, 2);
    expect(value(laplace(), shifted())).toBe(2);
    const run = (): unknown => kl(new Independent(shifted(), 1), new Independent(shifted(), 1));
    expect(run).toThrow(ArgumentTypeError);
    expect(run).toThrow(
      /Laplace ‖ Laplace and Shifted ‖ Laplace and Laplace ‖ Shifted.*registerKl\(Shifted, Shifted, …\)/,
    );
    expect(() => hasClosedForm(shifted(), shifted())).toThrow(ArgumentTypeError);
    give(Shifted, Shifted, 3);
    expect(value(shifted(), shifted())).toBe(3);
  });
});

test('takes a pair as it is before the families below Independent', () => {
  const mixture = new MixtureSameFamily(
    { weights: tf.tensor1d([0.5, 0.5]) },
    Normal.fromLogVar(tf.zeros([3, 2, 4]), tf.zeros([3, 2, 4]), { eventDims: 1 }),
  );
  const prior = Normal.standard([4]);
  removals.push(registerKl(MixtureSameFamily, Independent, (p) => tf.fill([...p.batchShape], 0.5)));
  expect([...kl(mixture, prior).dataSync()]).toEqual([0.5, 0.5, 0.5]);
  expect(() => kl(prior, mixture)).toThrow(NoClosedFormError);
});

test('refuses pairs that have a form, what is no class or function, and results of a wrong shape', () => {
  expect(() => registerKl(Normal, Normal, () => tf.scalar(0))).toThrow(ArgumentError);
  expect(() => registerKl(Normal, Normal, () => tf.scalar(0))).toThrow(/found that Normal ‖ Normal has one/);
  expect(() => registerKl(normal() as never, Normal, () => tf.scalar(0))).toThrow(/registerKl: p: expected a class/);
  expect(() => registerKl(Normal, Laplace, 3 as never)).toThrow(/registerKl: form: expected a function.*found number/);
  removals.push(registerKl(Normal, Laplace, () => tf.zeros([2])));
  expect(() => kl(normal(), laplace())).toThrow(ShapeError);
  expect(() => kl(normal(), laplace())).toThrow(
    /closed form for normal ‖ laplace: expected shape \[2, 3\], found \[2\]/,
  );
});

test('a distribution of another copy of the package is known by its kind', () => {
  const foreign = { ...normal(), kind: 'normal', logVar: () => tf.zeros([2, 3]) } as unknown as Distribution;
  expect(foreign instanceof Normal).toBe(false);
  expect(value(foreign, normal())).toBe(0);
});
