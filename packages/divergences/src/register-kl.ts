import type { Distribution } from '@polyvae/distributions';
import { ArgumentError, ArgumentTypeError } from '@polyvae/errors';
import type * as tf from '@tensorflow/tfjs-core';
import { type ClosedForm, type DistributionClass, ownForms } from './closed-forms.js';

const forms: ClosedForm[] = [...ownForms];

/**
 * Teaches `kl` the closed form of a pair of classes, and with them `hasClosedForm` and `jensenShannonBounds`.
 *
 * `kl` takes the most specific form that fits: one for `(A, B)` serves their subclasses too, unless there is one for those.
 * Distributions within `Independent` are looked up without it and their results summed over the event, so that a form of
 * elementwise families is an elementwise one.
 * @param p Class of the first distribution.
 * @param q Class of the second distribution.
 * @param form KL(p ‖ q) in nats, of the shape to which the batch shapes of `p` and `q` broadcast; made of tensor operations,
 *   within a `tf.tidy`, so that it is differentiable.
 * @returns A function that removes the form again.
 * @throws {ArgumentTypeError} if an argument is no class or no function.
 * @throws {ArgumentError} if the very pair has a form already.
 * @example
 * ```ts
 * registerKl<Exponential, Exponential>(Exponential, Exponential, (p, q) =>
 *   tf.add(tf.log(tf.div(p.rate, q.rate)), tf.sub(tf.div(q.rate, p.rate), 1)),
 * );
 * ```
 */
export function registerKl<P extends Distribution, Q extends Distribution>(
  p: DistributionClass<P>,
  q: DistributionClass<Q>,
  form: (p: P, q: Q) => tf.Tensor,
): () => void {
  for (const [name, argument, expected] of [
    ['p', p, 'a class of distributions, such as Normal (not one of its instances)'],
    ['q', q, 'a class of distributions, such as Normal (not one of its instances)'],
    ['form', form, 'a function of two distributions'],
  ] as const) {
    if (typeof argument !== 'function') {
      throw new ArgumentTypeError(`registerKl: ${name}: expected ${expected}, found ${typeof argument}`);
    }
  }
  const entry: ClosedForm = { p, q, form };
  if (forms.some((other) => other.p === p && other.q === q)) {
    throw new ArgumentError(
      `registerKl: expected a pair without a closed form, found that ${describePair(entry)} has one; ` +
        'what its registration returned removes it',
    );
  }
  forms.push(entry);
  return () => {
    const index = forms.indexOf(entry);
    if (index >= 0) forms.splice(index, 1);
  };
}

/**
 * The most specific closed form for a pair.
 * @throws {ArgumentTypeError} if several fit of which none is more specific than all the others.
 */
export function findClosedForm(p: Distribution, q: Distribution): ClosedForm['form'] | undefined {
  const fitting = forms.filter((entry) => p instanceof entry.p && q instanceof entry.q);
  // A distribution of another copy of the package is no instance of this one's classes.
  if (fitting.length === 0) return ownForms.find(({ kind }) => p.kind === kind && q.kind === kind)?.form;
  const best = fitting.find((entry) =>
    fitting.every((other) => isWithin(entry.p, other.p) && isWithin(entry.q, other.q)),
  );
  if (best) return best.form;
  const [first, second] = [p.constructor.name, q.constructor.name];
  throw new ArgumentTypeError(
    `kl: expected one closed form for ${first} ‖ ${second} that is more specific than the others, ` +
      `found ${fitting.map(describePair).join(' and ')}; register one with registerKl(${first}, ${second}, …)`,
  );
}

function isWithin(inner: DistributionClass<Distribution>, outer: DistributionClass<Distribution>): boolean {
  return inner === outer || inner.prototype instanceof outer;
}

function describePair({ p, q }: ClosedForm): string {
  return `${p.name} ‖ ${q.name}`;
}
