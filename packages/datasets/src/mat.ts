import { DataFileError, downloadAgain } from './data-file-error.js';
import type { MatArray, MatContext } from './mat-array.js';
import { matArray, matTypeNames } from './mat-array.js';
import { readTag } from './mat-tag.js';
import { defaultUnpackedLimit, unpack } from './unpack.js';

const headerBytes = 128;
const compressed = 15;
const matrix = 14;

/** Options of {@link parseMat}. */
export interface MatOptions {
  /** Path or name, for error messages. */
  file: string;
  /** Most bytes that the file's variables may unpack to together; 1 GiB by default. */
  limit?: number;
}

/**
 * Numeric variables of a MATLAB level-5 file (`save -v6` or `-v7`, scipy's `savemat`), packed or not.
 * Variables of other kinds (cells, structs, text, sparse, complex) are left out.
 *
 * @throws {DataFileError} if the file is truncated, corrupt or of another format, or states an absurd size.
 * @see MathWorks, "MAT-File Format", chapter 1
 * @example
 * ```ts
 * const images = parseMat(bytes, { file: 'train_32x32.mat' }).get('X');
 * ```
 */
export function parseMat(bytes: Uint8Array, options: MatOptions): Map<string, MatArray> {
  const { file } = options;
  let limit = options.limit ?? defaultUnpackedLimit;
  const littleEndian = readHeader(bytes, file);
  const variables = new Map<string, MatArray>();
  for (let offset = headerBytes; offset < bytes.length; ) {
    const context: MatContext = { file, littleEndian, where: `element at byte ${offset}` };
    const tag = readTag(bytes, offset, context);
    const body = bytes.subarray(tag.start, tag.start + tag.length);
    let element: Uint8Array | undefined;
    if (tag.type === compressed) {
      element = unpackElement(body, context, limit);
      limit -= element.length;
    } else if (tag.type === matrix) element = body;
    else if (!(tag.type in matTypeNames)) {
      throw new DataFileError({
        file,
        where: `type of ${context.where}`,
        expected: '14 (array) or 15 (compressed)',
        found: `${tag.type}`,
        advice: downloadAgain,
      });
    }
    const array = element && matArray(element, context);
    if (array) variables.set(array.name, array);
    // Compressed elements are not padded.
    offset = tag.type === compressed ? tag.start + tag.length : tag.next;
  }
  return variables;
}

function readHeader(bytes: Uint8Array, file: string): boolean {
  const wrong = (where: string, expected: string, found: string, advice: string) =>
    new DataFileError({ file, where, expected, found, advice });
  if (bytes.length < headerBytes) {
    throw wrong('header', `${headerBytes} bytes`, `${bytes.length}: the file is truncated`, downloadAgain);
  }
  const text = String.fromCharCode(...bytes.subarray(0, 116));
  const endian = String.fromCharCode(bytes[126]!, bytes[127]!);
  if (text.startsWith('MATLAB 7.3')) {
    throw wrong('header (byte 0)', 'MATLAB 5.0 MAT-file', 'MATLAB 7.3 (HDF5)', 'Save it with `save -v7`.');
  }
  if (endian !== 'IM' && endian !== 'MI') {
    const found = JSON.stringify(text.slice(0, 19));
    throw wrong('header (byte 0)', 'a MATLAB 5.0 MAT-file', found, 'This is not a level-5 MAT file; check the path.');
  }
  const littleEndian = endian === 'IM';
  const version = new DataView(bytes.buffer, bytes.byteOffset + 124, 2).getUint16(0, littleEndian);
  if (version !== 0x0100) {
    throw wrong('version (byte 124)', '0x100', `0x${version.toString(16)}`, 'Save it with `save -v7`.');
  }
  return littleEndian;
}

function unpackElement(packed: Uint8Array, context: MatContext, limit: number): Uint8Array {
  const element = unpack({
    packed,
    format: 'zlib',
    file: context.file,
    what: context.where,
    headerBytes: 8,
    unpackedBytes: (header) => {
      const view = new DataView(header.buffer, header.byteOffset, 8);
      const type = view.getUint32(0, context.littleEndian);
      if (type !== matrix) {
        throw new DataFileError({
          file: context.file,
          where: `type of ${context.where}, unpacked`,
          expected: '14 (array)',
          found: `${type}`,
          advice: downloadAgain,
        });
      }
      return 8 + view.getUint32(4, context.littleEndian);
    },
    limit,
  });
  return element.subarray(8);
}
