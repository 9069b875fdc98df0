import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { characterIndex, textAlphabet } from './alphabet.js';
import { attributeList, attributeText, attributeTextStarts } from './attribute-text.js';
import { digitText, digitTextStarts, digitWords } from './digit-text.js';
import { decodeCharacters, decodeText, encodeText, textIndices } from './encode-text.js';

test('71 characters, of which "-" occurs twice and encodes as the first', () => {
  expect(textAlphabet.length).toBe(71);
  expect([...textAlphabet].flatMap((c, i) => (c === '-' ? [i] : []))).toEqual([36, 59]);
  expect([characterIndex('-'), characterIndex(' '), characterIndex('\n'), characterIndex('A')]).toEqual([
    36, 69, 70, -1,
  ]);
});

test('encodes and decodes', async () => {
  const before = tf.memory().numTensors;
  const text = encodeText(['eight   ', 'un-known'], 8);
  expect(text.shape).toEqual([2, 8, 71]);
  expect(await decodeText(text)).toEqual(['eight   ', 'un-known']);
  text.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('unknown characters are zero rows, or an error on request', () => {
  expect([...textIndices('hÉ*🙂x', 6)]).toEqual([7, -1, 55, -1, 23, -1]);
  expect(() => encodeText(['ab', 'cÄ'], 8, { unknown: 'error' })).toThrow(
    '"Ä" at position 1 of "cÄ" is not in the alphabet',
  );
  const cut = encodeText(['abÄ'], 2, { unknown: 'error' });
  expect(cut.shape).toEqual([1, 2, 71]);
  cut.dispose();
});

test('decoding takes the first of equal values; a zero row reads as "a"', () => {
  const values = new Float32Array(2 * 71);
  values[71 + 36] = values[71 + 59] = 2;
  expect(decodeCharacters(values, 2)).toEqual(['a-']);
});

test('bad shapes', async () => {
  expect(() => textIndices('a', 0)).toThrow('length must be a positive integer, found 0');
  const wrong = tf.zeros([2, 71]);
  await expect(decodeText(wrong)).rejects.toThrow('expected a tensor of shape [batch, length, 71], found [2,71]');
  wrong.dispose();
});

test('a word begins at 0 … 7 − length, so never ends at the last place', () => {
  digitWords.forEach((word, label) => {
    expect(digitTextStarts(label)).toEqual({ first: 0, last: 7 - word.length });
    for (let start = 0; start <= 7 - word.length; start++) {
      const text = digitText(label, start);
      expect(text).toHaveLength(8);
      expect(text.indexOf(word)).toBe(start);
      expect(text.at(-1)).toBe(' ');
    }
    expect(() => digitText(label, 8 - word.length)).toThrow(RangeError);
  });
  expect(() => digitText(10, 0)).toThrow('label must be a digit 0 … 9, found 10');
  expect(() => digitText(3, 0, 5)).toThrow('"three" needs at least 6 places, found 5');
});

test('attribute lists are filled with "*" and lose attributes that do not fit', () => {
  expect(attributeText(['Big_Nose', 'Male'], 0, 20)).toBe('big nose, male******');
  expect(attributeText(['Big_Nose', 'Male'], 2, 20)).toBe('**big nose, male****');
  expect(attributeList(['Big_Nose', 'Male', 'Young'], 20)).toBe('big nose, male');
  expect(attributeText([], 0, 3)).toBe('***');
  expect(attributeTextStarts(['Male'], 20)).toEqual({ first: 0, last: 14 });
  expect(() => attributeText(['Male'], 17, 20)).toThrow('start must be 0 … 16 for 4 characters in 20 places, found 17');
});
