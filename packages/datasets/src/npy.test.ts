import { readFileSync } from 'node:fs';
import { Rng } from '@polyvae/random';
import { unzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { arraySource, DataFileError, fromNpy, fromNpz, parseNpy } from './index.js';

// From test/fixtures/make_npy_fixtures.py.
const archive = new Uint8Array(readFileSync(new URL('../test/fixtures/arrays.npz', import.meta.url)));
const files = unzipSync(archive);
const bytesOf = (name: string): Uint8Array => files[`${name}.npy`]!;

/** A file of version 1 with a header of our own. */
function npy(header: string, data: Uint8Array = new Uint8Array(0)): Uint8Array {
  const text = new TextEncoder().encode(header);
  return Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length & 255, text.length >> 8, ...text, ...data);
}

describe('arrays that NumPy wrote', () => {
  const names = Object.keys(files).map((file) => file.slice(0, -4));
  test.each(names.filter((name) => name !== 'halves'))('%s', (name) => {
    const { values, shape } = parseNpy(bytesOf(name), name);
    expect(shape).toEqual([2, 3, 2]);
    const expected = Array.from({ length: 12 }, (_, i) => (name === 'bool' ? i % 2 : name.includes('-u') ? i : i - 3));
    expect(Array.from(values)).toEqual(expected);
  });

  test('numbers of 16 bits', () => {
    const expected = [0, -0, 1, -2.5, 65504, 2 ** -24, 0.00006097555160522461, Number.NaN, Infinity, -Infinity];
    expect(Array.from(parseNpy(bytesOf('halves')).values)).toEqual(expected);
  });

  test('an archive is a source as it is', () => {
    const { fortran, 'little-u1': bytes } = fromNpz(archive);
    expect(fortran).toMatchObject({ shape: [3, 2] });
    expect(arraySource({ fortran: fortran!, bytes: bytes! })).toMatchObject({ size: 2, shapes: { bytes: [3, 2] } });
  });
});

describe('files that cannot be used', () => {
  const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }\n";
  test.each<[string, Uint8Array, RegExp]>([
    ['nothing', new Uint8Array(0), /a.npy: first bytes: expected 93 4e .*found an empty file/],
    ['another file', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 1, 2, 3), /found 89 50 4e 47 01 02/],
    [
      'another version',
      Uint8Array.from([...npy(header).subarray(0, 6), 9, 0]),
      /version \(byte 6\): expected 1, 2 or 3, found 9/,
    ],
    ['a header cut off', npy(header).subarray(0, 20), /header \(byte 10\): expected \d+ bytes, found 10/],
    ['a header of something else', npy("{'descr': 3}"), /header .*'fortran_order' and 'shape', found/],
    ['texts', npy(header.replace('<f4', '<U5')), /'descr' in the header: expected a type of numbers .*found '<U5'/],
    ['complex numbers', npy(header.replace('<f4', '<c8')), /found '<c8'/],
    ['records', npy(header.replace("'<f4'", "[('a', '<f4')]")), /expected a type of numbers/],
    [
      'data cut off',
      npy(header, new Uint8Array(7)),
      /data \(byte \d+\): expected 8 bytes, shape \[2\] of '<f4', found 7/,
    ],
    ['data that go on', npy(header, new Uint8Array(9)), /found 9/],
    ['an absurd size', npy(header.replace('2,', '9999999999999999, 99999999999')), /data .*expected/],
    [
      'a single number',
      npy(header.replace('2,', ''), new Uint8Array(4)),
      /expected items along the first axis, found \[\]/,
    ],
    ['no items', npy(header.replace('2,', '0,')), /found \[0\]/],
  ])('%s', (_, bytes, message) => {
    expect(() => fromNpy(bytes, 'a.npy')).toThrow(message);
    expect(() => fromNpy(bytes, 'a.npy')).toThrow(DataFileError);
  });

  test('archives', () => {
    expect(() => fromNpz(Uint8Array.of(1, 2, 3), 'a.npz')).toThrow(/a.npz: as a whole: expected a zip archive/);
    const others = zipSync({ 'notes.txt': new Uint8Array(1) });
    expect(() => fromNpz(others, 'a.npz')).toThrow(/a.npz: its files: expected .npy files, found notes.txt/);
    const broken = zipSync({ 'x.npy': new Uint8Array(3) });
    expect(() => fromNpz(broken, 'a.npz')).toThrow(/a.npz: x.npy: first bytes/);
  });

  test('changed at random, a file is read or refused as a damaged one, never anything else', () => {
    const rng = Rng.fromSeed(4);
    const good = bytesOf('fortran');
    for (let round = 0; round < 2000; round++) {
      const bytes = good.slice(0, rng.integer(0, 4) === 0 ? rng.integer(0, good.length + 1) : good.length);
      for (let change = rng.integer(0, 4); change > 0 && bytes.length > 0; change--) {
        bytes[rng.integer(0, Math.min(bytes.length, 140))] = rng.integer(0, 256);
      }
      try {
        const { values, shape } = parseNpy(bytes);
        expect(values).toHaveLength(shape.reduce((size, axis) => size * axis, 1));
      } catch (error) {
        expect(error).toBeInstanceOf(DataFileError);
      }
    }
  });
});
