import { expect, test } from 'vitest';
import { Comparison } from './comparison.js';
import type { GoldenCase, GoldenFile } from './format.js';
import { textSuite } from './text.js';

const celeba: GoldenCase = {
  name: 'celeba_strings',
  source: 'made for this test',
  inputs: { attribute_names: ['Big_Nose', 'Male', 'Young'], max_len_text: 20 },
  outputs: {
    examples: [
      {
        attributes_on: [0, 1],
        plain: 'big nose, male',
        randint_low_high_value: [[0, 5, 3]],
        text: '***big nose, male***',
        length: 20,
        unknown_chars: 0,
      },
    ],
  },
};

async function run(goldenCase: GoldenCase): Promise<Comparison> {
  const comparison = new Comparison();
  const file: GoldenFile = { file: 'text', profile: 'test', seed: 1, cases: [celeba, goldenCase] };
  await textSuite.run(goldenCase, { file, comparison });
  return comparison;
}

test('digit words: right strings pass, a word at another place is a mismatch', async () => {
  const digits = (text: string, last: number): GoldenCase => ({
    name: 'digit_text',
    source: 'made for this test',
    inputs: {},
    outputs: {
      randint_inclusive_range_len8: { three: [0, last] },
      strings: [{ label: 3, start: 1, text, index: [69, 19, 7, 17, 4, 4, 69, 69] }],
    },
  });
  expect((await run(digits(' three  ', 2))).mismatches).toEqual([]);
  expect((await run(digits('three   ', 3))).mismatches).toHaveLength(2);
});

test('attribute lists: filled to their length, except the published script’s record rows', async () => {
  const noStart: GoldenCase = {
    name: 'attr_to_text_no_random_start',
    source: 'made for this test',
    inputs: { rows_attributes_on: [[1], [0, 1], [2]] },
    outputs: { texts: ['male', 'big nose, male', 'young***************'] },
  };
  expect((await run(celeba)).mismatches).toEqual([]);
  expect((await run(noStart)).mismatches).toEqual([]);
  const filled = { ...noStart, outputs: { texts: ['male****************', 'big nose, male', 'young***************'] } };
  expect((await run(filled)).mismatches).toHaveLength(1);
});

test('one-hot encoding and decoding', async () => {
  const encode: GoldenCase = {
    name: 'one_hot_encode',
    source: 'made for this test',
    inputs: {},
    outputs: { encodings: [{ seq: 'Aé-b', len_seq: 3, index_or_minus1: [-1, -1, 36], ones: 1 }] },
  };
  expect((await run(encode)).mismatches).toEqual([]);
  const wrong = { ...encode, outputs: { encodings: [{ seq: 'b', len_seq: 1, index_or_minus1: [2], ones: 2 }] } };
  expect((await run(wrong)).mismatches).toHaveLength(2);
});
