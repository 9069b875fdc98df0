import { expect, test } from 'vitest';
import { parseOptions } from './options.js';

test('engines keep their order, and onnx takes part', () => {
  expect(parseOptions(['--engines', 'cpu,torch']).engines).toEqual(['onnx', 'torch', 'cpu']);
  const options = parseOptions(['--only', 'softmax,celeba', '--threads', '3']);
  expect(options).toMatchObject({ only: ['softmax', 'celeba'], threads: 3, rounds: 3 });
});

test('memory is measured of one training step unless told otherwise', () => {
  expect(parseOptions(['--memory-steps', '7'])).toMatchObject({ memorySteps: 7, memoryOf: ['digits-256'] });
  const { memoryOf } = parseOptions(['--memory-steps', '7', '--memory-of', 'celeba,digits-32']);
  expect(memoryOf).toEqual(['celeba', 'digits-32']);
  expect(() => parseOptions(['--memory-of', 'celeba'])).toThrow('--memory-steps');
});

test('refuses what it cannot use', () => {
  expect(() => parseOptions(['--rounds', '0'])).toThrow('--rounds: expected a positive whole number, found "0"');
  expect(() => parseOptions(['--engines', 'gpu'])).toThrow('found "gpu"');
  expect(() => parseOptions(['--quick', '--write-readme'])).toThrow('--write-readme');
  expect(() => parseOptions(['--fast'])).toThrow('--fast');
});
