import { ArgumentTypeError } from '@polyvae/errors';
import type * as tf from '@tensorflow/tfjs-core';

/** Named scalars, possibly nested: `{ reconstruction: { mnist, svhn }, divergence }`. */
export interface Terms {
  readonly [name: string]: tf.Scalar | Terms;
}

/** `Terms` once read: the same nesting with numbers. */
export interface TermValues {
  readonly [name: string]: number | TermValues;
}

/** Loss and terms of a step, or their means. */
export type LossTerms = TermValues & {
  /** The loss that was minimised, or what the model reports under that name. */
  readonly loss: number;
};

/** Numbers in the places of scalars, under the same names where these are known. */
export type TermValuesOf<T> = object extends T
  ? TermValues
  : string extends keyof T
    ? TermValues
    : { readonly [N in keyof T]: NonNullable<T[N]> extends tf.Tensor ? number : TermValuesOf<NonNullable<T[N]>> };

/** Loss and terms of a model whose terms are known by name, as `{ reconstruction: { mnist } }`: the same names with numbers. */
export type LossTermsOf<T extends object> = TermValuesOf<T> & Pick<LossTerms, 'loss'>;

/** Names of a run's terms, those within another as `reconstruction.mnist`; any string where they are not known. */
export type TermName<V = LossTerms> = string extends keyof V
  ? string
  : {
      readonly [N in keyof V & string]: NonNullable<V[N]> extends number ? N : `${N}.${TermName<NonNullable<V[N]>>}`;
    }[keyof V & string];

/** One leaf of nested terms. */
export interface Leaf<T> {
  readonly path: readonly string[];
  readonly value: T;
}

interface Nested<T> {
  readonly [name: string]: T | Nested<T>;
}

/** The leaves of nested terms in the order in which they were written. */
export function leavesOf<T>(
  terms: Nested<T>,
  isLeaf: (value: unknown) => value is T,
  path: readonly string[] = [],
): Leaf<T>[] {
  return Object.entries(terms).flatMap(([name, value]): Leaf<T>[] => {
    const here = [...path, name];
    if (isLeaf(value)) return [{ path: here, value }];
    if (typeof value === 'object' && value !== null) return leavesOf(value, isLeaf, here);
    throw new ArgumentTypeError(
      `term '${here.join('.')}': expected a scalar or a record of scalars, found ${String(value)}`,
    );
  });
}

/** Puts leaves back into nested records. */
export function nest(leaves: readonly Leaf<number>[]): TermValues {
  const root: Record<string, unknown> = {};
  for (const { path, value } of leaves) {
    let at = root;
    path.forEach((name, depth) => {
      if (depth === path.length - 1) at[name] = value;
      else {
        at[name] ??= {};
        at = at[name] as Record<string, unknown>;
      }
    });
  }
  return root as unknown as TermValues;
}

/** The leaves of terms that were read. */
export function numbersOf(values: TermValues): Leaf<number>[] {
  return leavesOf<number>(values, (value): value is number => typeof value === 'number');
}
