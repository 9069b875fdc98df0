import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { idxFile } from '../test/make-files.js';
import { parseIdx } from './idx.js';
import { parseMnist } from './mnist.js';

const pixels = Uint8Array.from({ length: 3 * 784 }, (_, i) => i % 256);
const images = idxFile([3, 28, 28], pixels);
const labels = idxFile([3], [7, 0, 9]);

const parse = (imageBytes: Uint8Array, labelBytes: Uint8Array) =>
  parseMnist({ file: 'images', bytes: imageBytes }, { file: 'labels', bytes: labelBytes });

test.each([
  ['plain', (bytes: Uint8Array) => bytes],
  ['gzipped', (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes))],
])('reads images and labels, %s', (_, pack) => {
  const mnist = parse(pack(images), pack(labels));
  expect(mnist.images).toEqual(pixels);
  expect([...mnist.labels]).toEqual([7, 0, 9]);
});

test.each<[string, [images: Uint8Array, labels?: Uint8Array], RegExp]>([
  ['empty', [new Uint8Array(0)], /images: header \(byte 0\): expected 16 bytes, found 0: the file is truncated/],
  ['header cut', [images.subarray(0, 11)], /images: header: expected 16 bytes, found 11/],
  ['cut', [images.subarray(0, 2000)], /images: file size: expected 2368 bytes .*, found 2000.*polyvae data download/],
  ['too long', [Buffer.concat([images, new Uint8Array(1)])], /expected 2368 bytes .*, found 2369/],
  ['not IDX', [new TextEncoder().encode('<html><body>404')], /images: magic number.*3c 68 74 6d.*check the path/],
  ['float values', [idxFile([3, 28, 28], pixels, 13)], /value type \(byte 2\): expected uint8 \(08\), found float32/],
  ['swapped', [labels, images], /images: number of axes \(byte 3\): expected 3, found 1.*swapped/],
  ['absurd size', [idxFile([4e9, 28, 28], pixels)], /file size: expected 3136000000016 bytes/],
  ['absurd size, packed', [gzipSync(idxFile([4e9, 28, 28], pixels))], /size stated in its header.*3136000000016/],
  ['other image size', [idxFile([3, 20, 20], new Uint8Array(1200))], /image size .*: expected 28 × 28, found 20 × 20/],
  [
    'label no digit',
    [images, idxFile([3], [7, 11, 1])],
    /labels: label 1 \(byte 9\): expected a digit 0 … 9, found 11/,
  ],
  [
    'other number of labels',
    [images, idxFile([2], [7, 1])],
    /labels: number of labels .*: expected 3.*images.*found 2/,
  ],
])('%s: a clear error', (_, [imageBytes, labelBytes = labels], message) => {
  expect(() => parse(imageBytes, labelBytes)).toThrow(message);
});

test('a gzipped file that goes on after its data is stopped', () => {
  const endless = gzipSync(Buffer.concat([labels, new Uint8Array(5_000_000)]));
  expect(() => parseIdx(endless, { file: 'labels', axes: 1 })).toThrow(/size unpacked: expected 11 bytes.*found more/);
});

test('a limit of one’s own', () => {
  const options = { file: 'images', axes: 3, limit: 1000 } as const;
  expect(() => parseIdx(gzipSync(images), options)).toThrow(/1000 bytes \(the limit\)/);
});
