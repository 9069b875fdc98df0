import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { expectSame, tensor } from '../../test/compare.js';

test('the parts of a complex tensor outlive it, and it outlives the tensors that it was made of', async () => {
  await tf.setBackend('onnx');
  const before = tf.memory();
  const [real, imag] = [tensor([4], 1), tensor([4], 2)];
  const expected = [[...real.dataSync()], [...imag.dataSync()]];
  const both = tf.complex(real, imag);
  tf.dispose([real, imag]);
  const parts = [tf.real(both), tf.imag(both)];
  both.dispose();
  expect(parts.map((part) => [...part.dataSync()])).toEqual(expected);
  tf.dispose(parts);
  expect(tf.memory()).toMatchObject({ numTensors: before.numTensors, numBytes: before.numBytes });
});

test('inverse transform of a real signal', async () => {
  await expectSame(() => tf.irfft(tf.complex(tensor([2, 5], 1), tensor([2, 5], 2))), { fallback: true });
});
