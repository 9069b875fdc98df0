import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { type MatVariable, matFile } from '../test/make-files.js';
import { parseSvhn } from './svhn.js';

const fixture = async (name: string) => ({
  file: name,
  bytes: new Uint8Array(await readFile(new URL(`../test/fixtures/${name}`, import.meta.url))),
});

/** What the fixtures' generator puts at image i, row r, column c, channel k. */
const value = (i: number, r: number, c: number, k: number) => (7 * i + 3 * r + 5 * c + 11 * k) % 256;

test.each([
  ['svhn_small.mat', 10],
  ['svhn_small_v6.mat', 2],
])('reads what scipy wrote: %s', async (name, n) => {
  const { images, labels } = parseSvhn(await fixture(name));
  expect([...labels]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 0].slice(0, n));
  const expected = new Uint8Array(n * 3072);
  let at = 0;
  for (let i = 0; i < n; i++) {
    for (let r = 0; r < 32; r++)
      for (let c = 0; c < 32; c++) for (let k = 0; k < 3; k++) expected[at++] = value(i, r, c, k);
  }
  expect(images).toEqual(expected);
});

const x: MatVariable = { name: 'X', shape: [32, 32, 3, 2], values: new Uint8Array(6144) };
const y: MatVariable = { name: 'y', shape: [2, 1], values: [10, 3] };

test('a single image, whose last axis is dropped', () => {
  const file = matFile([
    { ...x, shape: [32, 32, 3], values: new Uint8Array(3072) },
    { ...y, shape: [1, 1], values: [10] },
  ]);
  expect([...parseSvhn({ file: 'one', bytes: file }).labels]).toEqual([0]);
});

test.each<[string, MatVariable[], RegExp]>([
  ['no y', [x], /s\.mat: variables: expected numeric arrays X \(images\) and y \(labels\), found X/],
  [
    'other shape',
    [{ ...x, shape: [16, 64, 3, 2] }, y],
    /shape of variable X: expected 32 × 32 × 3 × n, found 16 × 64 × 3 × 2/,
  ],
  [
    'pixels not bytes',
    [{ ...x, values: new Float64Array(6144), type: 9, kind: 6 }, y],
    /type of variable X: expected uint8, found float64/,
  ],
  ['a label too few', [x, { ...y, shape: [1, 1], values: [1] }], /shape of variable y: expected 2 × 1.*found 1 × 1/],
  [
    'label no digit',
    [x, { ...y, values: [1, 11] }],
    /label of image 1 \(variable y\): expected 1 … 9, or 10.*found 11/,
  ],
  ['label between', [x, { ...y, values: [1, 2.5], type: 9, kind: 6 }], /label of image 1.*found 2\.5/],
])('%s: a clear error', (_, variables, message) => {
  expect(() => parseSvhn({ file: 's.mat', bytes: matFile(variables) })).toThrow(message);
});
