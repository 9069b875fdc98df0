import { expect, test } from 'vitest';
import { damaged, expectOnlyDocumentedErrors } from '../../../scripts/reader-properties.js';
import { decodeSafetensors, encodeSafetensors, type SafetensorsEntry } from './safetensors.js';

const tensor = (dtype: SafetensorsEntry['dtype'], data: ArrayBufferView, shape: readonly number[]) => ({
  dtype,
  data,
  shape,
});

test('safetensors', async () => {
  const whole = [
    encodeSafetensors([['a', tensor('F32', Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3])]], { format: 'x' }),
    encodeSafetensors([
      ['b', tensor('I32', Int32Array.of(1), [])],
      ['c', tensor('U8', new Uint8Array(0), [0, 4])],
    ]),
  ];
  await expectOnlyDocumentedErrors(damaged(whole), (bytes) => {
    const { tensors } = decodeSafetensors(bytes, 'x');
    const made = [...tensors.values()].reduce((sum, { data }) => sum + data.byteLength, 0);
    // Half floats become float32.
    expect(made).toBeLessThanOrEqual(4 * bytes.length);
  });
});
