import { ArgumentError, ArgumentTypeError, ShapeError } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs-core';

/** Numbers side by side. */
export type NumberArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint8ClampedArray
  | Uint16Array
  | Uint32Array
  | readonly number[];

/** Nested arrays of numbers, the innermost of any kind. */
export type NestedNumbers = NumberArray | readonly NestedNumbers[];

/** Numbers side by side and the shape of one item. */
export interface ShapedValues {
  /** Row-major, item after item. Not copied: do not change it afterwards. */
  readonly values: NumberArray;
  /** The shape of one item, such as `[64, 64, 3]`; `[]` where an item is a single number. */
  readonly shape: readonly number[];
  /** Every value is multiplied by it, such as 1 / 255 for images in bytes; default 1. */
  readonly scale?: number;
}

/** One modality's data: rows (`null` for one that is missing), flat numbers with a shape, or a tensor whose first axis is the items. */
export type ArrayInput = ShapedValues | readonly (NestedNumbers | null)[] | tf.Tensor;

/** One modality's data as they are kept. */
export interface ItemValues {
  readonly values: NumberArray;
  readonly shape: readonly number[];
  readonly scale: number;
  /** Items. */
  readonly size: number;
  /** Numbers an item. */
  readonly width: number;
}

/**
 * Brings one modality's data into one form.
 * @param where The argument in errors, such as `arraySource: genes`.
 * @throws {ArgumentTypeError} if it is none of the forms.
 * @throws {ShapeError} if rows differ in shape.
 */
export function itemValues(where: string, input: ArrayInput): ItemValues {
  if (input instanceof tf.Tensor) return ofTensor(where, input);
  if (Array.isArray(input)) return ofRows(where, input as readonly (NestedNumbers | null)[]);
  if (ArrayBuffer.isView(input)) {
    throw new ArgumentTypeError(
      `${where}: flat numbers need the shape of an item: { values, shape: [64, 64, 3] }, or shape [1] for one number an item`,
    );
  }
  if (typeof input !== 'object' || input === null || !('values' in input)) {
    throw new ArgumentTypeError(`${where}: expected rows, { values, shape } or a tensor, found ${describe(input)}`);
  }
  return ofShaped(where, input as ShapedValues);
}

function ofTensor(where: string, tensor: tf.Tensor): ItemValues {
  if (tensor.dtype === 'string' || tensor.dtype === 'complex64') {
    throw new ArgumentTypeError(`${where}: expected a tensor of numbers, found one of type ${tensor.dtype}`);
  }
  const [size, ...shape] = tensor.shape;
  if (size === undefined) throw new ShapeError(where, 'with a first axis for items', []);
  // Copied, since a backend may hand out its own memory, and the tensor stays the caller's.
  return { values: tensor.dataSync().slice(), shape, scale: 1, size, width: product(shape) };
}

function ofShaped(where: string, { values, shape, scale = 1 }: ShapedValues): ItemValues {
  if (!isNumbers(values)) {
    throw new ArgumentTypeError(`${where}: values: expected an array of numbers, found ${describe(values)}`);
  }
  if (!Array.isArray(shape) || !shape.every((length) => Number.isInteger(length) && length >= 1)) {
    throw new ArgumentTypeError(
      `${where}: shape: expected that of one item, such as [64, 64, 3], found ${describe(shape)}`,
    );
  }
  if (!Number.isFinite(scale)) throw new ArgumentError(`${where}: scale: expected a finite number, found ${scale}`);
  const width = product(shape);
  if (values.length % width !== 0) {
    throw new ShapeError(
      where,
      `[items, ${shape.join(', ')}]`,
      `${values.length} values, which are not a multiple of ${width}`,
      'the shape is that of one item, without the number of items',
    );
  }
  return { values, shape, scale, size: values.length / width, width };
}

function ofRows(where: string, rows: readonly (NestedNumbers | null)[]): ItemValues {
  const first = rows.find((row) => row !== null && row !== undefined);
  if (typeof first === 'number') {
    throw new ArgumentTypeError(
      `${where}: flat numbers need the shape of an item: { values, shape: [64, 64, 3] }, or shape [1] for one number an item`,
    );
  }
  if (first === undefined)
    throw new ArgumentError(`${where}: expected at least one row that is not missing, found none`);
  const shape = shapeOf(where, first);
  const width = product(shape);
  const values = new Float32Array(rows.length * width);
  for (const [item, row] of rows.entries()) {
    if (row === null || row === undefined) values.fill(Number.NaN, item * width, (item + 1) * width);
    else copyRow(`${where}: item ${item}`, row, shape, values, item * width);
  }
  return { values, shape, scale: 1, size: rows.length, width };
}

function shapeOf(where: string, row: NestedNumbers): number[] {
  if (isNumbers(row)) return [row.length];
  if (!Array.isArray(row) || row.length === 0) {
    throw new ArgumentTypeError(`${where}: expected rows of numbers, found ${describe(row)}`);
  }
  return [row.length, ...shapeOf(where, row[0] as NestedNumbers)];
}

/** Copies a nested row, checking that it has the shape. */
function copyRow(where: string, row: NestedNumbers, shape: readonly number[], to: Float32Array, offset: number): void {
  const [length, ...inner] = shape;
  if ((!Array.isArray(row) && !ArrayBuffer.isView(row)) || row.length !== length) {
    throw new ShapeError(where, shape, describe(row), 'all rows of a modality have the same shape');
  }
  if (inner.length === 0) {
    for (const [i, value] of (row as NumberArray).entries()) {
      if (typeof value !== 'number') {
        throw new ArgumentTypeError(`${where}: expected numbers, found ${describe(value)} at [${i}]`);
      }
    }
    to.set(row as NumberArray, offset);
    return;
  }
  const step = product(inner);
  for (const [i, part] of (row as readonly NestedNumbers[]).entries())
    copyRow(`${where}[${i}]`, part, inner, to, offset + i * step);
}

/** Whether a value is a flat array of numbers, by its first one. */
function isNumbers(value: unknown): value is NumberArray {
  if (Array.isArray(value)) return value.length > 0 && typeof value[0] === 'number';
  return (
    ArrayBuffer.isView(value) &&
    !(value instanceof DataView) &&
    !(value instanceof BigInt64Array) &&
    !(value instanceof BigUint64Array)
  );
}

function product(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}

function describe(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    return `${value.constructor.name} of length ${(value as { length?: number }).length ?? value.constructor.name}`;
  }
  return typeof value === 'object'
    ? `{ ${Object.keys(value).slice(0, 8).join(', ')} }`
    : (JSON.stringify(value) ?? String(value));
}
