import { ArgumentError, ArgumentTypeError, checkOptions } from '@polyvae/errors';
import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import { type ArrayInput, type ItemValues, itemValues } from './array-values.js';
import type { SyncBatchSource } from './batch-sources.js';
import { type MissingMask, presentRows } from './missing-rows.js';

/** A batch of an {@link ArraySource}. */
export type ArrayBatch<K extends string> = {
  /** The items of each modality, `[batch, …shape]`; rows that are missing hold zeros. */
  readonly [key in K]: tf.Tensor;
} & {
  /** 1 for the rows of a modality that are there; modalities of which the source lacks no row are left out. */
  readonly present?: { readonly [key in K]?: Uint8Array };
};

/** Options of {@link arraySource}. */
export interface ArraySourceOptions<K extends string> {
  /** Rows that are missing, by modality: 1 or true for those that are. Default for each modality: the rows that are wholly NaN. */
  readonly missing?: { readonly [key in K]?: MissingMask };
}

/** Data in memory, some rows of which may lack some modalities. */
export interface ArraySource<K extends string> extends SyncBatchSource<ArrayBatch<K>> {
  /** The shape of one item of each modality. */
  readonly shapes: Readonly<Record<K, readonly number[]>>;
  /** How many rows of each modality are missing. */
  readonly missing: Readonly<Record<K, number>>;
  /** The first items. @throws {ArgumentError} if there are not so many. */
  take(count: number): ArraySource<K>;
  /** Some items, in the order given. @throws {ArgumentError} if an index is not below `size`. */
  select(items: Uint32Array): ArraySource<K>;
  /**
   * Sets a random share of the items aside, each part in the original order.
   * @param fraction Above 0 and below 1; at least one item stays in each part.
   * @param rng Decides which; not advanced.
   */
  split(fraction: number, rng: Rng): { readonly train: ArraySource<K>; readonly validation: ArraySource<K> };
}

interface Modality<K extends string> extends ItemValues {
  readonly key: K;
  readonly present: Uint8Array | undefined;
}

/**
 * A source of batches from arrays in memory: one entry for each modality, all with the same number of items.
 *
 * @param arrays Rows (`number[][]`, `null` for a row that is missing), flat numbers with the shape of an item
 *   (`{ values, shape: [64, 64, 3] }`), or tensors whose first axis is the items, which are read once.
 * @throws {ArgumentError} if the numbers of items differ, or a row is NaN in part; names modality and item.
 * @throws {ShapeError} if rows of a modality differ in shape.
 * @example
 * ```ts
 * const source = arraySource({ scan: { values, shape: [64, 64, 3] }, genes: [[0.1, 0.2], null, [0.3, 0.4]] });
 * const { train, validation } = source.split(0.1, rng);
 * ```
 */
export function arraySource<K extends string>(
  arrays: Readonly<Record<K, ArrayInput>>,
  options: ArraySourceOptions<K> = {},
): ArraySource<K> {
  checkOptions('arraySource', options, ['missing']);
  const keys = Object.keys(arrays) as K[];
  if (keys.length === 0) throw new ArgumentTypeError('arraySource: expected at least one modality, found none');
  if (keys.includes('present' as K)) {
    throw new ArgumentTypeError(
      "arraySource: 'present' cannot be a modality, since batches have their masks under that name",
    );
  }
  checkOptions('arraySource: missing', options.missing ?? {}, keys);
  const modalities = keys.map((key): Modality<K> => {
    const where = `arraySource: ${key}`;
    const items = itemValues(where, arrays[key]);
    return { key, ...items, present: presentRows(where, items, options.missing?.[key]) };
  });
  checkSizes(modalities);
  return view(
    modalities,
    Uint32Array.from({ length: modalities[0]!.size }, (_, item) => item),
  );
}

function checkSizes(modalities: readonly Modality<string>[]): void {
  const [first, ...others] = modalities;
  const other = others.find(({ size }) => size !== first!.size);
  if (other) {
    throw new ArgumentError(
      `arraySource: all modalities need the same items, but '${first!.key}' has ${first!.size} and '${other.key}' has ${other.size}; mark rows that a modality lacks as missing`,
    );
  }
  if (first!.size === 0) throw new ArgumentError('arraySource: expected at least one item, found none');
  for (let item = 0; item < first!.size; item++) {
    if (modalities.every(({ present }) => present?.[item] === 0)) {
      throw new ArgumentError(`arraySource: item ${item} lacks every modality; leave it out`);
    }
  }
}

/** Some items of the modalities. */
function view<K extends string>(modalities: readonly Modality<K>[], items: Uint32Array): ArraySource<K> {
  const size = items.length;
  const record = <T>(value: (modality: Modality<K>) => T): Record<K, T> =>
    Object.fromEntries(modalities.map((modality) => [modality.key, value(modality)])) as Record<K, T>;
  const at = (where: string, index: number): number => {
    const item = items[index];
    if (item === undefined) throw new ArgumentError(`${where}: expected indices below ${size}, found ${index}`);
    return item;
  };
  return {
    size,
    shapes: record(({ shape }) => shape),
    missing: record(({ present }) => (present ? items.reduce((sum, item) => sum + 1 - present[item]!, 0) : 0)),
    get: (indices) => {
      const rows = Uint32Array.from(indices, (index) => at('get', index));
      const masks = modalities.flatMap(({ key, present }) =>
        present ? [[key, Uint8Array.from(rows, (row) => present[row]!)] as const] : [],
      );
      const tensors = record((modality) => gathered(modality, rows));
      return masks.length > 0 ? { ...tensors, present: Object.fromEntries(masks) } : tensors;
    },
    take: (count) => {
      if (!Number.isInteger(count) || count < 1 || count > size) {
        throw new ArgumentError(`take: expected an integer from 1 to ${size}, found ${count}`);
      }
      return view(modalities, items.slice(0, count));
    },
    select: (indices) =>
      view(
        modalities,
        Uint32Array.from(indices, (index) => at('select', index)),
      ),
    split: (fraction, rng) => {
      if (!(fraction > 0 && fraction < 1)) {
        throw new ArgumentError(`split: fraction must be above 0 and below 1, found ${fraction}`);
      }
      if (size < 2) throw new ArgumentError('split: expected at least two items, found one');
      const aside = Math.max(1, Math.min(size - 1, Math.round(fraction * size)));
      const order = rng.fork('split').permutation(size);
      const part = (indices: Uint32Array): ArraySource<K> =>
        view(
          modalities,
          indices.sort().map((index) => items[index]!),
        );
      return { train: part(order.slice(aside)), validation: part(order.slice(0, aside)) };
    },
  };
}

function gathered({ values, shape, scale, width, present }: Modality<string>, rows: Uint32Array): tf.Tensor {
  const data = new Float32Array(rows.length * width);
  for (const [to, row] of rows.entries()) {
    if (present?.[row] === 0) continue;
    for (let i = 0; i < width; i++) data[to * width + i] = values[row * width + i]! * scale;
  }
  return tf.tensor(data, [rows.length, ...shape], 'float32');
}
