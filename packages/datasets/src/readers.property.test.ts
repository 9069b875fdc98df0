import '@tensorflow/tfjs';
import { readFileSync } from 'node:fs';
import { deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { damaged, damagedText, expectOnlyDocumentedErrors } from '../../../scripts/reader-properties.js';
import { idxFile, matFile } from '../test/make-files.js';
import { fromCsv } from './csv.js';
import { parseIdx } from './idx.js';
import { parseMat } from './mat.js';
import { parseNpy } from './npy.js';
import { fromNpz } from './npz.js';
import { parseSvhn } from './svhn.js';
import { unpack } from './unpack.js';

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../test/fixtures/${name}`, import.meta.url)));
const bytesOf = (length: number): number[] => Array.from({ length }, (_, i) => (i * 37) % 256);

/** A reader must not make much of little: deflate packs no tighter than 1,032 to 1. */
function expectBounded(input: Uint8Array, made: number): void {
  expect(made).toBeLessThanOrEqual(1032 * input.length + 1024);
}

test('IDX', async () => {
  const [images, labels] = [idxFile([3, 4, 5], bytesOf(60)), idxFile([3], [1, 2, 3])];
  const halves = [images.subarray(0, 20), images.subarray(20)].map((part) => gzipSync(part));
  const whole = [images, labels, gzipSync(images), Buffer.concat(halves)].map((own) => new Uint8Array(own));
  await expectOnlyDocumentedErrors(damaged(whole), (bytes) => {
    const axes = bytes[3] === 1 ? 1 : 3;
    expectBounded(bytes, parseIdx(bytes, { file: 'x', axes }).data.length);
  });
});

test('MAT', async () => {
  const variables = [
    { name: 'X', shape: [2, 3], values: bytesOf(6) },
    { name: 'y', shape: [3, 1], values: [1, 2, 300], type: 9, kind: 6 },
    { name: 'z', shape: [2, 1], values: [1, -2], type: 3, kind: 10, plain: true },
  ] as const;
  const made = [false, true].map((bigEndian) =>
    matFile(
      variables.map((own) => ({ ...own, shape: [...own.shape] })),
      { bigEndian },
    ),
  );
  const whole = [...made, fixture('svhn_small.mat'), fixture('svhn_small_v6.mat')].map((own) => new Uint8Array(own));
  await expectOnlyDocumentedErrors(damaged(whole), (bytes) => {
    const read = [...parseMat(bytes, { file: 'x' }).values()];
    // Small integers become float64.
    expectBounded(bytes, read.reduce((sum, { values }) => sum + values.byteLength, 0) / 8);
    parseSvhn({ file: 'x', bytes });
  });
});

test('NumPy', async () => {
  const archive = fixture('arrays.npz');
  await expectOnlyDocumentedErrors(damaged([archive]), (bytes) => {
    for (const { values } of Object.values(fromNpz(bytes))) expectBounded(bytes, values.length);
  });
  const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }".padEnd(117);
  const array = new Uint8Array(
    Buffer.concat([Buffer.from('\x93NUMPY\x01\x00\x76\x00', 'latin1'), Buffer.from(`${header}\n`), new Uint8Array(24)]),
  );
  expect(parseNpy(array).shape).toEqual([2, 3]);
  await expectOnlyDocumentedErrors(damaged([array]), (bytes) => {
    expectBounded(bytes, parseNpy(bytes).values.length);
  });
});

test('CSV', async () => {
  const whole = ['a,b,label\n1,2,x\n-3.5,NA,"y, ""z"""\n', 'a;b\n1e3;.5\n'];
  await expectOnlyDocumentedErrors(damagedText(whole), (bytes) => {
    fromCsv(bytes, { modalities: { one: ['a'], two: ['b'] } });
  });
});

test('gzip and zlib', async () => {
  const data = Uint8Array.from({ length: 2000 }, (_, i) => (i * i) % 251);
  new DataView(data.buffer).setUint32(0, data.length);
  for (const [format, pack] of [
    ['gzip', gzipSync],
    ['zlib', deflateSync],
  ] as const) {
    await expectOnlyDocumentedErrors(damaged([new Uint8Array(pack(data))]), (packed) => {
      const part = { packed, format, file: 'x', what: 'data', headerBytes: 4 };
      expectBounded(
        packed,
        unpack({ ...part, unpackedBytes: (header) => new DataView(header.buffer).getUint32(0) }).length,
      );
    });
  }
});
