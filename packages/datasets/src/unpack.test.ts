import { deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { adler32, crc32 } from './checksums.js';
import { DataFileError } from './data-file-error.js';
import { type PackedPart, unpack } from './unpack.js';

/** Data whose first four bytes state its length. */
function withLength(length: number, stated = length): Uint8Array {
  const data = Uint8Array.from({ length }, (_, i) => (i * i) % 251);
  new DataView(data.buffer).setUint32(0, stated);
  return data;
}

function part(packed: Uint8Array, format: 'gzip' | 'zlib', limit?: number): PackedPart {
  return {
    packed,
    format,
    file: 'x.gz',
    what: 'data',
    headerBytes: 4,
    unpackedBytes: (header) => new DataView(header.buffer).getUint32(0),
    limit,
  };
}

test('known checksums', () => {
  const bytes = new TextEncoder().encode('123456789');
  expect(crc32(bytes)).toBe(0xcbf43926);
  expect(adler32(bytes)).toBe(0x091e01de);
  // Longer than the run after which Adler-32 is reduced; expected values by Python's zlib.
  expect(adler32(new Uint8Array(100_000).fill(255))).toBe(0x149a302c);
});

test.each([
  ['gzip', gzipSync],
  ['zlib', deflateSync],
] as const)('%s: unpacks what zlib packed, over several steps', (format, pack) => {
  const data = Uint8Array.from({ length: 300_000 }, (_, i) => (Math.imul(i, 2654435761) >>> 24) ^ (i >> 3));
  new DataView(data.buffer).setUint32(0, data.length);
  // Compared as a whole: element by element takes seconds.
  expect(Buffer.compare(unpack(part(pack(data), format)), data)).toBe(0);
});

test('gzip header with a file name', () => {
  const packed = gzipSync(withLength(50));
  const name = new TextEncoder().encode('a-name');
  const named = new Uint8Array(packed.length + name.length + 1);
  named.set(packed.subarray(0, 10));
  named[3] = 8;
  named.set(name, 10);
  named.set(packed.subarray(10), 11 + name.length);
  expect(unpack(part(named, 'gzip'))).toEqual(withLength(50));
});

test('an archive that unpacks without end is stopped at the stated size', () => {
  const bomb = new Uint8Array(50_000_000);
  new DataView(bomb.buffer).setUint32(0, 100);
  const packed = gzipSync(bomb);
  expect(() => unpack(part(packed, 'gzip'))).toThrow(/x\.gz: data: size unpacked: expected 100 bytes.*found more/);
});

test('an absurd stated size is refused before it is allocated', () => {
  const packed = gzipSync(withLength(50, 4_000_000_000));
  expect(() => unpack(part(packed, 'gzip'))).toThrow(/size stated in its header: .* packed bytes can hold.*4000000000/);
  expect(() => unpack(part(gzipSync(withLength(50)), 'gzip', 49))).toThrow(/4 … 49 bytes \(the limit\), found 50/);
});

test('a size below the header is refused', () => {
  expect(() => unpack(part(gzipSync(withLength(50, 2)), 'gzip'))).toThrow(/size stated in its header/);
});

test.each([
  ['gzip', gzipSync],
  ['zlib', deflateSync],
] as const)('%s: every truncation and damage is an error of our own', (format, pack) => {
  const packed = pack(withLength(400));
  for (let length = 0; length < packed.length; length++) {
    expect(() => unpack(part(packed.subarray(0, length), format)), `first ${length} bytes`).toThrow(DataFileError);
  }
  // The bytes of a gzip header that say nothing about the data: time, flags of the packer, system.
  const free = format === 'gzip' ? [4, 5, 6, 7, 8, 9] : [];
  for (let i = 0; i < packed.length; i++) {
    if (free.includes(i)) continue;
    const damaged = Uint8Array.from(packed);
    damaged[i]! ^= 0x55;
    try {
      const data = unpack(part(damaged, format));
      // Padding bits and reserved flags may change without consequence; the data may not.
      expect(data, `byte ${i}`).toEqual(withLength(400));
    } catch (error) {
      expect(error, `byte ${i}`).toBeInstanceOf(DataFileError);
    }
  }
});

test('gzip of several members, as parallel packers and concatenation make it', () => {
  const data = withLength(200_000);
  const cuts = [0, 1, 3, 70_000, 70_000, 200_000];
  const members = cuts.slice(1).map((end, i) => gzipSync(data.subarray(cuts[i], end)));
  expect(Buffer.compare(unpack(part(Buffer.concat(members), 'gzip')), data)).toBe(0);
});

test.each([1, 2, 3])('damage in member %d of several is found by its checksum', (damagedMember) => {
  const data = withLength(3000);
  const members = [0, 1, 2].map((i) => gzipSync(data.subarray(i * 1000, (i + 1) * 1000)));
  const own = members[damagedMember - 1]!;
  own[own.length - 8]! ^= 1;
  expect(() => unpack(part(Buffer.concat(members), 'gzip'))).toThrow(/checksum: expected the one stored/);
});

test('what follows the last member and is none is refused', () => {
  expect(() => unpack(part(Buffer.concat([gzipSync(withLength(50)), Buffer.from('more')]), 'gzip'))).toThrow(
    DataFileError,
  );
});
