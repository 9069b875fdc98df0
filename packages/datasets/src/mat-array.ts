import { DataFileError, downloadAgain } from './data-file-error.js';
import { type MatTag, readTag } from './mat-tag.js';

/** A numeric variable of a MAT file. */
export interface MatArray {
  /** Name of the variable. */
  readonly name: string;
  /** Sizes of the axes. */
  readonly shape: readonly number[];
  /** Type in which the values are stored; small integers of a `double` variable are often stored as `uint8`. */
  readonly stored: string;
  /** Column-major (first axis fastest). */
  readonly values: Uint8Array | Float64Array;
}

/** Bytes being read, with a name for error messages and the byte order. */
export interface MatContext {
  readonly file: string;
  readonly where: string;
  readonly littleEndian: boolean;
}

/** Stored types by number. */
export const matTypeNames: Readonly<Record<number, string>> = {
  1: 'int8',
  2: 'uint8',
  3: 'int16',
  4: 'uint16',
  5: 'int32',
  6: 'uint32',
  7: 'float32',
  9: 'float64',
  12: 'int64',
  13: 'uint64',
  14: 'array',
  15: 'compressed',
  16: 'utf8',
  17: 'utf16',
  18: 'utf32',
};

/** More axes or converted numbers than this are taken for damage. */
const mostAxes = 32;
const mostNumbers = 2 ** 27;

type Read = (view: DataView, offset: number, littleEndian: boolean) => number;
const readers: Readonly<Record<number, readonly [bytes: number, read: Read]>> = {
  1: [1, (view, offset) => view.getInt8(offset)],
  3: [2, (view, offset, little) => view.getInt16(offset, little)],
  4: [2, (view, offset, little) => view.getUint16(offset, little)],
  5: [4, (view, offset, little) => view.getInt32(offset, little)],
  6: [4, (view, offset, little) => view.getUint32(offset, little)],
  7: [4, (view, offset, little) => view.getFloat32(offset, little)],
  9: [8, (view, offset, little) => view.getFloat64(offset, little)],
  12: [8, (view, offset, little) => Number(view.getBigInt64(offset, little))],
  13: [8, (view, offset, little) => Number(view.getBigUint64(offset, little))],
};

/**
 * Reads the inside of an array element; `undefined` if it holds no real numbers.
 *
 * @throws {DataFileError} if its parts are not where they should be or its shape does not match its data.
 */
export function matArray(bytes: Uint8Array, context: MatContext): MatArray | undefined {
  const flags = readTag(bytes, 0, context);
  const kind = wordAt(bytes, flags, 0, context);
  const isNumeric = (kind & 255) >= 6 && (kind & 255) <= 15;
  const isComplex = (kind & 0x0800) !== 0;
  if (!isNumeric || isComplex) return undefined;
  const shapeTag = readTag(bytes, flags.next, context);
  if (shapeTag.length > 4 * mostAxes) {
    throw new DataFileError({
      file: context.file,
      where: `${context.where}: number of axes`,
      expected: `at most ${mostAxes}`,
      found: `${shapeTag.length / 4}`,
      advice: downloadAgain,
    });
  }
  const shape = Array.from({ length: shapeTag.length / 4 }, (_, axis) => wordAt(bytes, shapeTag, axis, context));
  const nameTag = readTag(bytes, shapeTag.next, context);
  const name = String.fromCharCode(...bytes.subarray(nameTag.start, nameTag.start + Math.min(nameTag.length, 63)));
  const dataTag = readTag(bytes, nameTag.next, context);
  return { name, shape, ...readValues(bytes, dataTag, shape, { ...context, where: `variable ${name}` }) };
}

function readValues(
  bytes: Uint8Array,
  tag: MatTag,
  shape: readonly number[],
  { file, where, littleEndian }: MatContext,
): Pick<MatArray, 'stored' | 'values'> {
  const stored = matTypeNames[tag.type] ?? `type ${tag.type}`;
  const [size, read] = tag.type === 2 ? [1, undefined] : (readers[tag.type] ?? [0, undefined]);
  const count = shape.reduce((product, n) => product * n, 1);
  if (size === 0 || count * size !== tag.length) {
    throw new DataFileError({
      file,
      where: `${where}: data`,
      expected: `${shape.join(' × ')} numbers`,
      found: `${tag.length} bytes of ${stored}`,
      advice: downloadAgain,
    });
  }
  if (read === undefined) return { stored, values: bytes.subarray(tag.start, tag.start + tag.length) };
  if (count > mostNumbers) {
    throw new DataFileError({
      file,
      where: `${where}: data`,
      expected: `at most ${mostNumbers} numbers that are not uint8`,
      found: `${count} of ${stored}`,
      advice: 'Save images as uint8.',
    });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + tag.start, tag.length);
  return { stored, values: Float64Array.from({ length: count }, (_, i) => read(view, i * size, littleEndian)) };
}

function wordAt(bytes: Uint8Array, tag: MatTag, index: number, context: MatContext): number {
  if (tag.length < 4 * (index + 1)) {
    throw new DataFileError({
      file: context.file,
      where: `${context.where}: array header`,
      expected: `at least ${4 * (index + 1)} bytes`,
      found: `${tag.length}`,
      advice: downloadAgain,
    });
  }
  return new DataView(bytes.buffer, bytes.byteOffset + tag.start + 4 * index, 4).getUint32(0, context.littleEndian);
}
