import { expect, test } from 'vitest';
import { parseOptions } from './options.js';

test('engines keep their order, and onnx takes part', () => {
  expect(parseOptions(['--engines', 'cpu,torch']).engines).toEqual(['onnx', 'torch', 'cpu']);
  expect(parseOptions(['--only', 'softmax,celeba', '--threads', '3'])).toMatchObject({
    only: ['softmax', 'celeba'],
    threads: 3,
    rounds: 3,
  });
});

test('refuses what it cannot use', () => {
  expect(() => parseOptions(['--rounds', '0'])).toThrow('--rounds: expected a positive whole number, found "0"');
  expect(() => parseOptions(['--engines', 'gpu'])).toThrow('found "gpu"');
  expect(() => parseOptions(['--quick', '--write-readme'])).toThrow('--write-readme');
  expect(() => parseOptions(['--fast'])).toThrow('--fast');
});
