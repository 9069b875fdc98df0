import { DataFileError, downloadAgain } from './data-file-error.js';
import { defaultUnpackedLimit, isGzip, unpack } from './unpack.js';

/** An array of an IDX file. */
export interface IdxArray {
  /** Sizes of the axes. */
  readonly shape: readonly number[];
  /** Row-major. */
  readonly data: Uint8Array;
}

/** Options of {@link parseIdx}. */
export interface IdxOptions {
  /** Path or name, for error messages. */
  file: string;
  /** Number of axes expected: 3 for images, 1 for labels. */
  axes: number;
  /** Most bytes accepted, unpacked; 1 GiB by default. */
  limit?: number;
}

const typeNames: Readonly<Record<number, string>> = {
  8: 'uint8',
  9: 'int8',
  11: 'int16',
  12: 'int32',
  13: 'float32',
  14: 'float64',
};

/**
 * Reads an IDX file of unsigned bytes (the format of MNIST), plain or gzipped.
 *
 * @throws {DataFileError} if the file is truncated, corrupt, of another type or rank, or states an absurd size.
 * @see http://yann.lecun.com/exdb/mnist/ for the format
 * @example
 * ```ts
 * const { shape } = parseIdx(bytes, { file: 'train-images-idx3-ubyte', axes: 3 });
 * ```
 */
export function parseIdx(bytes: Uint8Array, options: IdxOptions): IdxArray {
  const { file, axes, limit = defaultUnpackedLimit } = options;
  const headerBytes = 4 + 4 * axes;
  let data = bytes;
  if (isGzip(bytes)) {
    data = unpack({
      packed: bytes,
      format: 'gzip',
      file,
      what: 'gzipped IDX data',
      headerBytes,
      unpackedBytes: (header) => headerBytes + count(readShape(header, options)),
      limit,
    });
  }
  const shape = readShape(data, options);
  const expected = headerBytes + count(shape);
  if (data.length !== expected) {
    throw new DataFileError({
      file,
      where: 'file size',
      expected: `${expected} bytes (${headerBytes} of header + ${shape.join(' × ')} values)`,
      found: `${data.length}`,
      advice: downloadAgain,
    });
  }
  // Not `subarray`, which would hand on a Node Buffer, whose methods differ.
  return { shape, data: new Uint8Array(data.buffer, data.byteOffset + headerBytes, expected - headerBytes) };
}

function readShape(bytes: Uint8Array, { file, axes }: IdxOptions): number[] {
  const wrong = (where: string, expected: string, found: string, advice = downloadAgain) =>
    new DataFileError({ file, where, expected, found, advice });
  const headerBytes = 4 + 4 * axes;
  if (bytes.length < 4)
    throw wrong('header (byte 0)', `${headerBytes} bytes`, `${bytes.length}: the file is truncated`);
  const [zero, zero2, type, found] = bytes;
  if (zero !== 0 || zero2 !== 0 || !(type! in typeNames)) {
    const magic = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
    throw wrong('magic number (byte 0)', `00 00 08 0${axes}`, magic, 'This is not an IDX file; check the path.');
  }
  if (type !== 8) {
    throw wrong('value type (byte 2)', 'uint8 (08)', `${typeNames[type!]}`, 'Save the values as unsigned bytes.');
  }
  if (found !== axes) {
    const advice = 'Images have 3 axes and labels 1; check that the two files are not swapped.';
    throw wrong('number of axes (byte 3)', `${axes}`, `${found}`, advice);
  }
  if (bytes.length < headerBytes) {
    throw wrong('header', `${headerBytes} bytes`, `${bytes.length}: the file is truncated`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, headerBytes);
  return Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis, false));
}

function count(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}
