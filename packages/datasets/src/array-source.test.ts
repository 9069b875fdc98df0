import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, expectTypeOf, test } from 'vitest';
import { type ArrayInput, arraySource } from './index.js';

beforeAll(() => tf.setBackend('cpu'));

/** Values of a batch as plain arrays, disposing it. */
function read(batch: object): Record<string, unknown> {
  const { present, ...tensors } = batch as { present?: unknown };
  const values = Object.fromEntries(
    Object.entries(tensors as Record<string, tf.Tensor>).map(([key, tensor]) => [key, tensor.arraySync()]),
  );
  tf.dispose(tensors);
  return present === undefined ? values : { ...values, present };
}

const NaNs = (count: number): number[] => Array(count).fill(Number.NaN);

test('rows, flat numbers with a shape, and tensors give the same batches', () => {
  const rows = [
    [1, 2],
    [3, 4],
    [5, 6],
  ];
  const tensor = tf.tensor2d(rows);
  const before = tf.memory().numTensors;
  const forms: ArrayInput[] = [
    rows,
    rows.map((row) => Float64Array.from(row)),
    { values: rows.flat(), shape: [2] },
    { values: Uint8Array.from(rows.flat()), shape: [2] },
    { values: Uint8Array.from(rows.flat(), (value) => value * 2), shape: [2], scale: 0.5 },
    tensor,
  ];
  for (const scan of forms) {
    const source = arraySource({ scan });
    expect(source).toMatchObject({ size: 3, shapes: { scan: [2] }, missing: { scan: 0 } });
    expect(read(source.get(Uint32Array.of(2, 0, 2)))).toEqual({ scan: [rows[2], rows[0], rows[2]] });
  }
  expect(tf.memory().numTensors).toBe(before);
  tensor.dispose();
  const image = { values: Float32Array.from({ length: 24 }, (_, i) => i), shape: [2, 2, 3] };
  const batch = arraySource({ image, label: { values: [7, 8], shape: [] } }).get(Uint32Array.of(1));
  expect([batch.image.shape, batch.label.shape]).toEqual([[1, 2, 2, 3], [1]]);
  expect(read(batch)).toMatchObject({ label: [8] });
  const nested = [[[1, 2]], [[3, 4]]];
  expect(arraySource({ nested }).shapes).toEqual({ nested: [1, 2] });
});

test('missing rows: NaN throughout, null, or a mask; they hold zeros and are marked as absent', () => {
  const whole = [[1], [2], [3]];
  const expected = {
    genes: [
      [0, 0],
      [1, 2],
    ],
    whole: [[2], [1]],
    present: { genes: Uint8Array.of(0, 1) },
  };
  for (const genes of [[[1, 2], NaNs(2), [3, 4]], [[1, 2], null, [3, 4]], tf.tensor2d([[1, 2], NaNs(2), [3, 4]])]) {
    const source = arraySource({ genes, whole });
    expect(source.missing).toEqual({ genes: 1, whole: 0 });
    expect(read(source.get(Uint32Array.of(1, 0)))).toEqual(expected);
    // Batches that lack nothing have the mask too: what is compiled for one is for all.
    expect(read(source.get(Uint32Array.of(2)))).toMatchObject({ present: { genes: Uint8Array.of(1) } });
  }
  const genes = [
    [1, 2],
    [Number.NaN, 9],
    [3, 4],
  ];
  for (const mask of [Uint8Array.of(0, 1, 0), [false, true, false]]) {
    expect(read(arraySource({ genes, whole }, { missing: { genes: mask } }).get(Uint32Array.of(1, 0)))).toEqual(
      expected,
    );
  }
});

test('types are those of the modalities', () => {
  const batch = arraySource({ scan: [[1]], genes: [[1]] }).get(Uint32Array.of(0));
  expectTypeOf(batch.scan).toEqualTypeOf<tf.Tensor>();
  expectTypeOf<(typeof batch)['present'] & {}>().toHaveProperty('genes').toEqualTypeOf<Uint8Array | undefined>();
  // @ts-expect-error There is no such modality.
  expect(batch.text).toBeUndefined();
  tf.dispose([batch.scan, batch.genes]);
});

describe('parts', () => {
  const source = arraySource({
    x: Array.from({ length: 10 }, (_, i) => (i === 4 ? null : [i])),
    y: Array(10).fill([1]),
  });

  test('a split has every item once, the same for the same stream', () => {
    const { train, validation } = source.split(0.25, Rng.fromSeed(1));
    expect([train.size, validation.size]).toEqual([7, 3]);
    expect(train.missing.x + validation.missing.x).toBe(1);
    const items = [train, validation].flatMap(
      (part) => read(part.get(Uint32Array.from({ length: part.size }, (_, i) => i))).x as number[][],
    );
    expect(items.map(([value]) => value!).sort()).toEqual([0, 0, 1, 2, 3, 5, 6, 7, 8, 9]);
    const again = source.split(0.25, Rng.fromSeed(1)).validation.get(Uint32Array.of(0, 1, 2));
    expect(read(again)).toEqual(read(validation.get(Uint32Array.of(0, 1, 2))));
    expect(source.split(0.001, Rng.fromSeed(1)).validation.size).toBe(1);
  });

  test('the first items, and chosen ones', () => {
    expect(source.take(3)).toMatchObject({ size: 3, missing: { x: 0 } });
    expect(read(source.select(Uint32Array.of(9, 3)).get(Uint32Array.of(1, 0)))).toMatchObject({ x: [[3], [9]] });
    expect(() => source.take(11)).toThrow(/take: expected an integer from 1 to 10, found 11/);
    expect(() => source.select(Uint32Array.of(10))).toThrow(/select: expected indices below 10, found 10/);
    expect(() => source.take(3).get(Uint32Array.of(3))).toThrow(/get: expected indices below 3, found 3/);
    expect(() => source.split(1, Rng.fromSeed(1))).toThrow(/fraction/);
  });
});

describe('what cannot be used is named', () => {
  test.each<[string, Record<string, unknown>, unknown, RegExp]>([
    ['nothing', {}, {}, /at least one modality/],
    ['a name that is taken', { present: [[1]] }, {}, /'present' cannot be a modality/],
    ['other counts', { a: [[1], [2]], b: [[1]] }, {}, /'a' has 2 and 'b' has 1; mark rows/],
    [
      'NaN in part',
      {
        a: [
          [1, 2],
          [Number.NaN, 2],
        ],
      },
      {},
      /arraySource: a: item 1 has NaN in 1 of its 2 values; a row is/,
    ],
    ['infinity', { a: [[1], [Number.POSITIVE_INFINITY]] }, {}, /a: item 1 has 1 infinite of its 1 values/],
    [
      'NaN beside the mask',
      { a: [NaNs(1), [2]], b: [[1], [2]] },
      { missing: { a: [0, 1] } },
      /a: item 0 has NaN .*mask/,
    ],
    ['an empty item', { a: [NaNs(2), [1, 2]], b: [null, [1]] }, {}, /item 0 lacks every modality; leave it out/],
    [
      'a mask of another length',
      { a: [[1], [2]] },
      { missing: { a: [1] } },
      /a: missing: expected shape \[2\], found \[1\]/,
    ],
    ['a mask of other values', { a: [[1], [2]] }, { missing: { a: [0, 2] } }, /missing\[1\]: expected 0 or 1, found 2/],
    ['a mask of another modality', { a: [[1]] }, { missing: { c: [0] } }, /unknown option 'c'; the options are a/],
    ['flat numbers', { a: Float32Array.of(1, 2) }, {}, /a: flat numbers need the shape of an item/],
    ['flat numbers in a list', { a: [1, 2] }, {}, /a: flat numbers need the shape of an item/],
    ['ragged rows', { a: [[1, 2], [3]] }, {}, /a: item 1: expected shape \[2\], found Array of length 1; all rows/],
    [
      'ragged rows within',
      {
        a: [
          [[1], [2]],
          [[1], [2, 3]],
        ],
      },
      {},
      /a: item 1\[1\]: expected shape \[1\]/,
    ],
    ['texts', { a: [[1, 'x']] }, {}, /a: item 0: expected numbers, found "x" at \[1\]/],
    [
      'a shape that does not divide',
      { a: { values: [1, 2, 3], shape: [2] } },
      {},
      /3 values, which are not a multiple of 2/,
    ],
    ['no shape', { a: { values: [1, 2, 3] } }, {}, /shape: expected that of one item, .* found none/],
    ['big integers', { a: { values: BigInt64Array.of(1n), shape: [1] } }, {}, /values: expected an array of numbers/],
    ['a number', { a: 3 }, {}, /a: expected rows, \{ values, shape \} or a tensor, found 3/],
    ['only missing rows', { a: [null] }, {}, /at least one row that is not missing/],
    ['a scalar', { a: tf.scalar(1) }, {}, /with a first axis for items/],
  ])('%s', (_, arrays, options, message) => {
    expect(() => arraySource(arrays as never, options as never)).toThrow(message);
  });
});
