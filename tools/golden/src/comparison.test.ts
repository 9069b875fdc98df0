import { describe, expect, test } from 'vitest';
import { Comparison, type Precision } from './comparison.js';
import { gaussian, hash32, type Json, readArray, readParameter, tagOf } from './format.js';

function mismatches(actual: number | number[], expected: Json, precision?: Precision): string[] {
  const comparison = new Comparison();
  comparison.check('x', actual, expected, precision);
  return comparison.mismatches;
}

describe('Comparison', () => {
  test('holds float32 values to 1e-5 of the largest magnitude', () => {
    const expected = { shape: [2], f32: [100, 0], f64: [100, 0] };
    expect(mismatches([100.0009, 0.0009], expected)).toEqual([]);
    expect(mismatches([100, 0.0011], expected)).toHaveLength(1);
    expect(mismatches([100, Number.NaN], expected)).toHaveLength(1);
    expect(mismatches([100], expected)).toEqual(['x: expected 2 values, found 1']);
  });

  test('holds doubles to 1e-9 and never forgives them with the float32 run', () => {
    expect(mismatches(1.0001, { f32: 1.0001, f64: 1 })).toEqual([]);
    expect(mismatches(1.0001, { f32: 1.0001, f64: 1 }, 'float64')).toHaveLength(1);
  });

  test('checks the sums of a summarised array, so that an unlisted element counts too', () => {
    const data = Array.from({ length: 640 }, (_, i) => Math.sin(i));
    const summary = {
      summary: true,
      shape: [640],
      first64_f64: data.slice(0, 64),
      strided64_f64: Array.from({ length: 64 }, (_, j) => data[10 * j]!),
      sum_f64: data.reduce((a, b) => a + b, 0),
      sumsq_f64: data.reduce((a, b) => a + b * b, 0),
    };
    expect(mismatches(data, summary)).toEqual([]);
    const wrong = data.with(333, data[333]! + 0.1);
    expect(mismatches(wrong, summary).length).toBeGreaterThan(0);
  });

  test('checks norm, sum and first values of a gradient', () => {
    const data = Array.from({ length: 100 }, (_, i) => Math.cos(i));
    const block = {
      l2: Math.hypot(...data),
      sum: data.reduce((a, b) => a + b, 0),
      first16: data.slice(0, 16),
    };
    expect(mismatches(data, block, 'gradient')).toEqual([]);
    expect(
      mismatches(
        data.map((x) => -x),
        block,
        'gradient',
      ).length,
    ).toBeGreaterThan(1);
  });

  test('an absent expectation is a mismatch, not a pass', () => {
    const comparison = new Comparison();
    comparison.check('x', 1, undefined);
    expect(comparison.mismatches).toHaveLength(1);
  });
});

describe('formula tensors', () => {
  test('the tag is FNV-1a of the name', () => {
    expect(tagOf('net.img_mnist')).toBe(2189554215);
    expect(tagOf('encoder_mnist.enc.0.0.weight')).toBe(3612701699);
  });

  test('parameters and pixels meet published first values', () => {
    const weight = { name: 'encoder_mnist.enc.0.0.weight', shape: [1, 2], offset: 0, scale: 0.07142857142857142 };
    expect([...readParameter(weight, 1234).data]).toEqual([-0.025289508, -0.07046828].map(Math.fround));
    expect((hash32(0, 2189554215, 1234) >>> 16) / 65536).toBe(0.22698974609375);
    expect(Math.round(4096 * gaussian(0, 4100535220, 1234)) / 4096).toBe(0.3759765625);
  });

  test('a tensor that does not meet its check values is refused', () => {
    const pixel = {
      formula: 'pixel',
      name: 'net.img_mnist',
      shape: [2],
      scale: 1,
      offset: 0,
      check_first4: [0.5, 0.5],
    };
    expect(() => readArray({ ...pixel, check_sum: 1 }, 1234)).toThrow(/check values/);
  });
});
