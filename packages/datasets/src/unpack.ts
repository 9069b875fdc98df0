import { Gunzip, Inflate } from 'fflate';
import { adler32, crc32 } from './checksums.js';
import { DataFileError, downloadAgain } from './data-file-error.js';

/** Deflate cannot pack tighter than this, so a header that claims more is false. */
const tightestPacking = 1032;

/** Packed bytes handed to the decompressor at once; bounds what one step can unpack (66 MB). */
const step = 1 << 16;

/** Most bytes that a data file may unpack to, unless the caller says otherwise: 1 GiB. */
export const defaultUnpackedLimit: number = 2 ** 30;

/** A packed part of a data file. */
export interface PackedPart {
  readonly packed: Uint8Array;
  readonly format: 'gzip' | 'zlib';
  /** For error messages. */
  readonly file: string;
  /** Name of the packed file, for error messages. */
  readonly what: string;
  /** Bytes at the beginning of the unpacked data that tell how long it is. */
  readonly headerBytes: number;
  /** Length of the unpacked data in bytes, header included. May throw. */
  unpackedBytes(header: Uint8Array): number;
  /** Most bytes accepted. */
  readonly limit?: number;
}

/** True for bytes that begin like a gzip file. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Unpacks gzip (of one or several members) or zlib data whose own beginning states its length. Nothing of that length is allocated before the
 * statement is found possible, and unpacking stops as soon as more than that comes out.
 *
 * @throws {DataFileError} if the data is truncated, corrupt, states an absurd size, or unpacks to another size.
 */
export function unpack(part: PackedPart): Uint8Array {
  const { body, stream, checksum } = part.format === 'gzip' ? gzipStream(part) : zlibStream(part);
  const header = new Uint8Array(part.headerBytes);
  let data: Uint8Array | undefined;
  let received = 0;

  const inflate = stream(
    (chunk) => {
      let from = 0;
      if (data === undefined) {
        from = Math.min(chunk.length, header.length - received);
        header.set(chunk.subarray(0, from), received);
        received += from;
        if (received < header.length) return;
        data = allocate(part, part.unpackedBytes(header));
        data.set(header);
      }
      if (received + chunk.length - from > data.length) {
        throw damaged(part, 'size unpacked', `${data.length} bytes, as its header states`, 'more');
      }
      data.set(from === 0 ? chunk : chunk.subarray(from), received);
      received += chunk.length - from;
    },
    () => received,
  );

  try {
    for (let start = 0; start < body.length; start += step) inflate.push(body.subarray(start, start + step));
  } catch (error) {
    if (error instanceof DataFileError) throw error;
    throw damaged(part, 'compressed data', 'valid deflate blocks', (error as Error).message, error);
  }
  if (data === undefined || received < data.length) {
    const expected = data === undefined ? `at least ${header.length} bytes` : `${data.length} bytes`;
    throw damaged(part, 'size unpacked', expected, `${received} (the file is truncated or damaged)`);
  }
  if (!checksum(data)) throw damaged(part, 'checksum', 'the one stored with the data', 'another: the data is damaged');
  return data;
}

function allocate(part: PackedPart, bytes: number): Uint8Array {
  const { packed, limit = defaultUnpackedLimit, headerBytes } = part;
  const possible = Math.min(limit, packed.length * tightestPacking);
  if (!(bytes >= headerBytes && bytes <= possible)) {
    const reason = possible === limit ? 'the limit' : `all that ${packed.length} packed bytes can hold`;
    throw damaged(part, 'size stated in its header', `${headerBytes} … ${possible} bytes (${reason})`, `${bytes}`);
  }
  return new Uint8Array(bytes);
}

interface Packed {
  readonly body: Uint8Array;
  /**
   * The unpacking of the body.
   * @param received Bytes that it has given so far.
   */
  stream(give: (chunk: Uint8Array) => void, received: () => number): { push(chunk: Uint8Array): void };
  /** Whether the data have the checksums that are stored with them. */
  checksum(data: Uint8Array): boolean;
}

function gzipStream(part: PackedPart): Packed {
  const { packed } = part;
  if (!isGzip(packed) || packed[2] !== 8) throw damaged(part, 'gzip header (byte 0)', '1f 8b 08', hex(packed, 3));
  /** Where members end: in the packed data, and in the unpacked. */
  const ends: { readonly packed: number; readonly data: number }[] = [];
  return {
    body: packed,
    stream(give, received) {
      const gunzip = new Gunzip(give);
      gunzip.onmember = (offset) => ends.push({ packed: offset, data: received() });
      return gunzip;
    },
    checksum: (data) =>
      [...ends, { packed: packed.length, data: data.length }].every((end, i) => {
        // The checksum, then the length.
        const stored = new DataView(packed.buffer, packed.byteOffset + end.packed - 8, 4).getUint32(0, true);
        return crc32(data.subarray(ends[i - 1]?.data ?? 0, end.data)) === stored;
      }),
  };
}

function zlibStream(part: PackedPart): Packed {
  const { packed } = part;
  const valid = packed.length >= 6 && (packed[0]! & 15) === 8 && (packed[0]! * 256 + packed[1]!) % 31 === 0;
  if (!valid || packed[1]! & 32) throw damaged(part, 'zlib header', 'for example 78 9c', hex(packed, 2));
  const end = packed.length - 4;
  const stored = new DataView(packed.buffer, packed.byteOffset + end, 4).getUint32(0, false);
  return {
    body: packed.subarray(2, end),
    stream: (give) => new Inflate(give),
    checksum: (data) => adler32(data) === stored,
  };
}

function damaged(part: PackedPart, where: string, expected: string, found: string, cause?: unknown): DataFileError {
  return new DataFileError({
    file: part.file,
    where: `${part.what}: ${where}`,
    expected,
    found,
    advice: downloadAgain,
    cause,
  });
}

function hex(bytes: Uint8Array, count: number): string {
  const digits = Array.from(bytes.subarray(0, count), (byte) => byte.toString(16).padStart(2, '0'));
  return digits.join(' ') || 'nothing';
}
