import type { NumberArray, ShapedValues } from './array-values.js';
import { DataFileError } from './data-file-error.js';

/** An array of numbers as NumPy has it. */
export interface NpyArray {
  /** In C order. */
  readonly values: Exclude<NumberArray, readonly number[]>;
  /** Sizes of the axes; none of a scalar. */
  readonly shape: readonly number[];
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const advice = 'Save it again with numpy.save(file, array) of an array of numbers.';

interface NumberType {
  readonly bytes: number;
  read(view: DataView, at: number, isLittle: boolean): number;
  make(length: number): NpyArray['values'];
}

/** Whole numbers of 64 bits, exact up to 2⁵³. */
const wide = (read: (view: DataView, at: number, isLittle: boolean) => bigint): NumberType => ({
  bytes: 8,
  read: (view, at, isLittle) => Number(read(view, at, isLittle)),
  make: (length) => new Float64Array(length),
});

/** By the letter and size of NumPy's descriptions, without their byte order. */
const types: Readonly<Record<string, NumberType>> = {
  b1: { bytes: 1, read: (view, at) => view.getUint8(at), make: (length) => new Uint8Array(length) },
  u1: { bytes: 1, read: (view, at) => view.getUint8(at), make: (length) => new Uint8Array(length) },
  i1: { bytes: 1, read: (view, at) => view.getInt8(at), make: (length) => new Int8Array(length) },
  u2: { bytes: 2, read: (view, at, little) => view.getUint16(at, little), make: (length) => new Uint16Array(length) },
  i2: { bytes: 2, read: (view, at, little) => view.getInt16(at, little), make: (length) => new Int16Array(length) },
  u4: { bytes: 4, read: (view, at, little) => view.getUint32(at, little), make: (length) => new Uint32Array(length) },
  i4: { bytes: 4, read: (view, at, little) => view.getInt32(at, little), make: (length) => new Int32Array(length) },
  u8: wide((view, at, little) => view.getBigUint64(at, little)),
  i8: wide((view, at, little) => view.getBigInt64(at, little)),
  f2: {
    bytes: 2,
    read: (view, at, little) => half(view.getUint16(at, little)),
    make: (length) => new Float32Array(length),
  },
  f4: { bytes: 4, read: (view, at, little) => view.getFloat32(at, little), make: (length) => new Float32Array(length) },
  f8: { bytes: 8, read: (view, at, little) => view.getFloat64(at, little), make: (length) => new Float64Array(length) },
};

/**
 * Parses an array of numbers that `numpy.save` wrote: any version, byte order and memory order.
 * @param name Of the file, for errors.
 * @throws {DataFileError} if the file is damaged or holds anything but numbers.
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 * @example
 * ```ts
 * const { shape, values } = parseNpy(await readFile('scan.npy'), 'scan.npy');
 * ```
 */
export function parseNpy(bytes: Uint8Array, name = 'array.npy'): NpyArray {
  const fail = (where: string, expected: string, found: string): never => {
    throw new DataFileError({ file: name, where, expected, found, advice });
  };
  if (!magic.every((byte, i) => bytes[i] === byte)) {
    const start = [...bytes.subarray(0, 6)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    fail('first bytes', '93 4e 55 4d 50 59, which begin every .npy file', start || 'an empty file');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const major = bytes[6] ?? 0;
  if (major < 1 || major > 3) fail('version (byte 6)', '1, 2 or 3', String(bytes[6] ?? 'the end of the file'));
  const begin = major === 1 ? 10 : 12;
  if (bytes.length < begin) fail('header length (byte 8)', 'a number', 'the end of the file');
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const data = begin + length;
  if (bytes.length < data) fail(`header (byte ${begin})`, `${length} bytes`, `${bytes.length - begin}`);
  const header = new TextDecoder(major === 3 ? 'utf-8' : 'latin1').decode(bytes.subarray(begin, data));

  const descr = /'descr':\s*'([^']*)'/.exec(header)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(header)?.[1];
  const axes = /'shape':\s*\(([\d,\s]*)\)/.exec(header)?.[1];
  if (descr === undefined || order === undefined || axes === undefined) {
    return fail(
      `header (byte ${begin})`,
      "a type of numbers, 'fortran_order' and 'shape'",
      JSON.stringify(header.slice(0, 80).trim()),
    );
  }
  const type = types[descr.slice(1)];
  if (!type || !'<>|='.includes(descr[0]!)) {
    return fail(
      "'descr' in the header",
      `a type of numbers such as ${Object.keys(types)
        .map((key) => `<${key}`)
        .join(', ')}`,
      `'${descr}'`,
    );
  }
  const shape = axes
    .split(',')
    .filter((axis) => axis.trim() !== '')
    .map(Number);
  const size = shape.reduce((product, axis) => product * axis, 1);
  if (bytes.length - data !== size * type.bytes) {
    return fail(
      `data (byte ${data})`,
      `${size * type.bytes} bytes, shape [${shape.join(', ')}] of '${descr}'`,
      `${bytes.length - data}`,
    );
  }
  const values = type.make(size);
  for (let i = 0; i < size; i++) values[i] = type.read(view, data + i * type.bytes, descr[0] !== '>');
  return { values: order === 'True' ? inRowOrder(values, shape, type) : values, shape };
}

/**
 * One modality for `arraySource` from a .npy file, whose first axis is the items.
 * @param name Of the file, for errors.
 * @throws {DataFileError} if the file is damaged, holds anything but numbers, or a single number.
 * @example
 * ```ts
 * const data = arraySource({ scan: fromNpy(await readFile('scan.npy'), 'scan.npy') });
 * ```
 */
export function fromNpy(bytes: Uint8Array, name = 'array.npy'): ShapedValues {
  const { values, shape } = parseNpy(bytes, name);
  if (shape.length === 0 || shape.includes(0)) {
    throw new DataFileError({
      file: name,
      where: "'shape' in the header",
      expected: 'items along the first axis',
      found: `[${shape.join(', ')}]`,
      advice,
    });
  }
  return { values, shape: shape.slice(1) };
}

/** Values that were stored with the first axis fastest. */
function inRowOrder(values: NpyArray['values'], shape: readonly number[], type: NumberType): NpyArray['values'] {
  const ordered = type.make(values.length);
  const index = shape.map(() => 0);
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((product, length) => product * length, 1));
  for (let i = 0; i < values.length; i++) {
    ordered[i] = values[index.reduce((sum, at, axis) => sum + at * strides[axis]!, 0)]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis]! += 1;
      if (index[axis]! < shape[axis]!) break;
      index[axis] = 0;
    }
  }
  return ordered;
}

/** A number of 16 bits: one of sign, five of exponent, ten of fraction. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}
