import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import {
  decodeSafetensors,
  encodeSafetensors,
  float32Of,
  loadWeights,
  SafetensorsError,
  type SafetensorsType,
} from './index.js';

const entry = (dtype: SafetensorsType, ...bits: number[]) => ({
  dtype,
  shape: [bits.length],
  data: dtype === 'F16' || dtype === 'BF16' ? Uint16Array.from(bits) : Uint8Array.from(bits),
});

describe('floating-point numbers of 16 and 8 bits', () => {
  // The bits are those that torch 2.15 has for these numbers.
  test.each<[SafetensorsType, number[], number[]]>([
    [
      'F16',
      [0x3c00, 0xc000, 0x3555, 0x0001, 0x7bff, 0x7c00, 0x8000],
      [1, -2, 0.333251953125, 2 ** -24, 65504, Infinity, -0],
    ],
    ['BF16', [0x3f80, 0xc000, 0x3eab, 0x0001, 0x7f80], [1, -2, 0.333984375, 2 ** -133, Infinity]],
    ['F8_E4M3', [0x38, 0xc0, 0x7e, 0x01], [1, -2, 448, 2 ** -9]],
    ['F8_E5M2', [0x3c, 0xc0, 0x7b, 0x01, 0xfc], [1, -2, 57344, 2 ** -16, -Infinity]],
  ])('%s', (dtype, bits, values) => {
    expect([...float32Of(entry(dtype, ...bits))]).toEqual(values);
  });

  test.each<[SafetensorsType, number]>([
    ['F16', 0x7e00],
    ['BF16', 0x7fc0],
    ['F8_E4M3', 0x7f],
    ['F8_E5M2', 0x7e],
  ])('%s has NaN', (dtype, bits) => {
    expect(float32Of(entry(dtype, bits))[0]).toBeNaN();
  });

  test('other numbers are refused', () => {
    expect(() => float32Of({ dtype: 'I64', shape: [1], data: BigInt64Array.of(1n) })).toThrow(SafetensorsError);
  });
});

test('they are read, written and loaded into a model', () => {
  const tensors = [
    ['half', entry('F16', 0x3c00, 0xc000)],
    ['count', { dtype: 'U64', shape: [1], data: BigUint64Array.of(2n ** 63n) }],
  ] as const;
  const bytes = encodeSafetensors(tensors);
  const read = decodeSafetensors(bytes).tensors;
  expect([...read]).toEqual(tensors);
  const half = tf.variable(tf.zeros([2]));
  loadWeights({ variables: { half } }, new Map([['half', read.get('half')!]]));
  expect([...half.dataSync()]).toEqual([1, -2]);
  expect(() => loadWeights({ variables: { half } }, new Map([['half', entry('F16', 0x7c00, 0)]]))).toThrow(
    'not finite',
  );
  half.dispose();
});
