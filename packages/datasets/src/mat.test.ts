import { expect, test } from 'vitest';
import { matCompressed, matFile, matHeader, matTagged } from '../test/make-files.js';
import { DataFileError } from './data-file-error.js';
import { parseMat } from './mat.js';

const parse = (bytes: Uint8Array, limit?: number) => parseMat(bytes, { file: 'a.mat', limit });

test.each([
  ['compressed', { plain: false }, false],
  ['plain', { plain: true }, false],
  ['big-endian', { plain: true }, true],
])('reads variables, %s', (_, how, bigEndian) => {
  const bytes = matFile(
    [
      { name: 'bytes', shape: [2, 3], values: [1, 2, 3, 4, 5, 255], ...how },
      { name: 'tiny', shape: [1, 2], values: [8, 9], ...how },
      { name: 'short', shape: [3, 1], values: [-2, 0, 300], type: 3, ...how },
      { name: 'double', shape: [1, 1], values: [0.5], type: 9, kind: 6, ...how },
      { name: 'text', shape: [1, 2], values: [65, 66], kind: 4, ...how },
    ],
    { bigEndian },
  );
  const variables = parse(bytes);
  expect([...variables.keys()]).toEqual(['bytes', 'tiny', 'short', 'double']);
  expect(variables.get('bytes')).toMatchObject({ shape: [2, 3], stored: 'uint8' });
  expect([...variables.get('bytes')!.values]).toEqual([1, 2, 3, 4, 5, 255]);
  expect([...variables.get('tiny')!.values]).toEqual([8, 9]);
  expect(variables.get('short')).toMatchObject({ stored: 'int16', values: Float64Array.of(-2, 0, 300) });
  expect(variables.get('double')).toMatchObject({ stored: 'float64', values: Float64Array.of(0.5) });
});

const small = matFile([{ name: 'x', shape: [2, 4], values: [1, 2, 3, 4, 5, 6, 7, 8] }]);
const smallPlain = matFile([{ name: 'x', shape: [2, 4], values: [1, 2, 3, 4, 5, 6, 7, 8], plain: true }]);

const after = (element: Uint8Array): Uint8Array => Buffer.concat([matHeader(), element]);
const packed = matCompressed(matTagged(2, new Uint8Array(16)));
const largeShape = matFile([{ name: 'x', shape: [2_000_000_000, 1000], values: [1, 2, 3, 4, 5, 6, 7, 8] }]);

/** An element packed so that its tag claims `claimed` bytes. */
function falseSize(claimed: number, content: number): Uint8Array {
  const tag = Buffer.alloc(8 + content);
  tag.writeUInt32LE(14);
  tag.writeUInt32LE(claimed, 4);
  return after(matCompressed(tag));
}

test.each<[string, Uint8Array, RegExp]>([
  ['empty', new Uint8Array(0), /a\.mat: header: expected 128 bytes, found 0: the file is truncated/],
  ['not MAT', Buffer.alloc(200, '<html>'), /expected a MATLAB 5\.0 MAT-file, found "<html>.*check the path/],
  ['HDF5', Buffer.alloc(200, 'MATLAB 7.3 MAT-file'), /found MATLAB 7\.3 \(HDF5\)\. Save it with `save -v7`/],
  ['other version', matHeader(false, 0x0200), /version \(byte 124\): expected 0x100, found 0x200/],
  ['cut in a tag', after(Buffer.alloc(5)), /element at byte 128, byte 128: expected 8 more bytes, found 5/],
  ['cut in packed data', small.subarray(0, small.length - 9), /element at byte 128.*: the file is truncated/],
  [
    'element longer than the file',
    after(Uint8Array.of(15, 0, 0, 0, 255, 255, 255, 255)),
    /found 8: the file is truncated/,
  ],
  ['unknown element', after(matTagged(99, new Uint8Array(8))), /type of element at byte 128: .*found 99/],
  ['packed, but no array', after(packed), /unpacked: expected 14 \(array\), found 2/],
  [
    'shape larger than the data',
    largeShape,
    /variable x: data: expected 2000000000 × 1000 numbers, found 8 bytes of uint8/,
  ],
  ['absurd packed size', falseSize(4_000_000_000, 64), /size stated in its header.*found 4000000008/],
  ['unpacks without end', falseSize(64, 30_000_000), /size unpacked: expected 72 bytes.*found more/],
  ['packed data too short', falseSize(64, 30), /size unpacked: expected 72 bytes.*found 38/],
])('%s: a clear error', (_, bytes, message) => {
  expect(() => parse(bytes)).toThrow(message);
});

test('variables together may not exceed the limit', () => {
  const x = { shape: [1000, 1], values: new Uint8Array(1000) };
  const bytes = matFile([
    { name: 'a', ...x },
    { name: 'b', ...x },
  ]);
  expect(parse(bytes, 2200).size).toBe(2);
  expect(() => parse(bytes, 1800)).toThrow(/\(the limit\)/);
});

test.each([
  ['compressed', small],
  ['plain', smallPlain],
])('%s: no damaged byte does more than an error of our own', (_, bytes) => {
  for (let i = 124; i < bytes.length; i++) {
    for (const flip of [0x01, 0x55, 0xff]) {
      const damaged = Uint8Array.from(bytes);
      damaged[i]! ^= flip;
      try {
        parse(damaged);
      } catch (error) {
        expect(error, `byte ${i} ^ ${flip}`).toBeInstanceOf(DataFileError);
      }
    }
  }
});

test('a damaged checksum is found', () => {
  const bytes = Uint8Array.from(small);
  bytes[bytes.length - 1]! ^= 1;
  expect(() => parse(bytes)).toThrow(/checksum: .*the data is damaged/);
});
