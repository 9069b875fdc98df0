import { DataFileError, downloadAgain } from './data-file-error.js';

/** Where an element's data lies. */
export interface MatTag {
  readonly type: number;
  /** Byte offset of the data. */
  readonly start: number;
  /** Bytes of data. */
  readonly length: number;
  /** Byte offset of the next element; padding skipped. */
  readonly next: number;
}

/**
 * Reads the tag of an element at `offset`: type and length in two words, or both in one with up to 4 bytes of data.
 *
 * @throws {DataFileError} if the element does not end within `bytes`.
 */
export function readTag(
  bytes: Uint8Array,
  offset: number,
  { file, where, littleEndian }: { file: string; where: string; littleEndian: boolean },
): MatTag {
  const truncated = (expected: number) =>
    new DataFileError({
      file,
      where: `${where}, byte ${offset}`,
      expected: `${expected} more bytes`,
      found: `${Math.max(0, bytes.length - offset)}: the file is truncated or its sizes are wrong`,
      advice: downloadAgain,
    });
  if (offset + 8 > bytes.length) throw truncated(8);
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, 8);
  const first = view.getUint32(0, littleEndian);
  const small = first >>> 16;
  if (small > 4) throw truncated(small);
  if (small > 0) return { type: first & 0xffff, start: offset + 4, length: small, next: offset + 8 };
  const length = view.getUint32(4, littleEndian);
  const start = offset + 8;
  if (start + length > bytes.length) throw truncated(8 + length);
  return { type: first, start, length, next: start + Math.ceil(length / 8) * 8 };
}
