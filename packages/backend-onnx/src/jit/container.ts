import { ArgumentTypeError } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs';

/** Tensors, and plain values, in arrays and records nested as deep as one likes. */
export type Container =
  | tf.Tensor
  | number
  | string
  | boolean
  | null
  | undefined
  | readonly Container[]
  | { readonly [name: string]: Container };

/** A container taken apart. */
export interface Flattened {
  /** Its tensors, in order. */
  readonly tensors: readonly tf.Tensor[];
  /** Everything but the tensors' values: structure, names, shapes, types, and the plain values themselves. */
  readonly description: string;
}

/**
 * Takes a container apart.
 * @throws {ArgumentTypeError} naming the place of a value that is neither a tensor, a plain value, an array nor a plain object.
 */
export function flatten(value: Container, where: string): Flattened {
  const tensors: tf.Tensor[] = [];
  let description = '';
  const visit = (item: Container, path: string): void => {
    if (item instanceof tf.Tensor) {
      tensors.push(item);
      description += `<${item.dtype} ${item.shape}>`;
    } else if (Array.isArray(item)) {
      description += '[';
      for (const [i, part] of (item as readonly Container[]).entries()) visit(part, `${path}[${i}]`);
      description += ']';
    } else if (typeof item === 'object' && item !== null) {
      const prototype: unknown = Object.getPrototypeOf(item);
      if (prototype !== Object.prototype && prototype !== null) throw unexpected(path, item);
      description += '{';
      for (const [name, part] of Object.entries(item)) {
        description += `${JSON.stringify(name)}:`;
        visit(part, `${path}.${name}`);
      }
      description += '}';
    } else if (typeof item === 'function' || typeof item === 'symbol' || typeof item === 'bigint') {
      throw unexpected(path, item);
    } else description += `${typeof item} ${plain(item)};`;
  };
  visit(value, where);
  return { tensors, description };
}

function plain(item: number | string | boolean | null | undefined): string {
  if (typeof item === 'string') return JSON.stringify(item);
  return Object.is(item, -0) ? '-0' : String(item);
}

/** A container of the same structure with other tensors in the same order. */
export function rebuild(value: Container, tensors: readonly tf.Tensor[]): Container {
  let next = 0;
  const visit = (item: Container): Container => {
    if (item instanceof tf.Tensor) return tensors[next++]!;
    if (Array.isArray(item)) return (item as readonly Container[]).map(visit);
    if (typeof item === 'object' && item !== null) {
      return Object.fromEntries(Object.entries(item).map(([name, part]) => [name, visit(part)]));
    }
    return item;
  };
  return visit(value);
}

function unexpected(path: string, item: unknown): TypeError {
  const found = typeof item === 'object' ? `a ${item?.constructor?.name ?? 'n object'}` : `a ${typeof item}`;
  return new ArgumentTypeError(
    `${path}: expected tensors, numbers, strings, booleans, arrays or plain objects, found ${found}; ` +
      'capture it in the function instead of passing it.',
  );
}
