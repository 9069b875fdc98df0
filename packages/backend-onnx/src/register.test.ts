import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { type OnnxBackendOptions, registerOnnxBackend, supportedKernels } from './index.js';

test.each([
  [{ threads: 0 }, /threads: expected a positive integer, found 0/],
  [{ threads: 1.5 }, /threads/],
  [{ threads: '2' }, /threads: expected a positive integer, found 2/],
  [{ name: '' }, /name: expected a string that is not empty, found ""/],
  [{ profile: true }, /profile: expected a string that is not empty, found true/],
  [{ sessionCacheSize: -1 }, /sessionCacheSize: expected a positive integer, found -1/],
  [{ graphOptimizationLevel: 'most' }, /graphOptimizationLevel: expected 'disabled', .* found 'most'/],
  [{ executionProvider: 'gpu' }, /executionProvider: expected 'cpu', 'webgpu' or 'cuda', found 'gpu'/],
  [{ thread: 1 }, /registerOnnxBackend: unknown option 'thread'; the options are name, executionProvider, threads/],
])('options %o are refused', (options, message) => {
  expect(() => registerOnnxBackend(options as OnnxBackendOptions)).toThrow(message);
});

test('every kernel of tfjs-backend-cpu is there', () => {
  const { native, fallback } = supportedKernels();
  const names = tf.getKernelsForBackend('cpu').map((kernel) => kernel.kernelName);
  for (const name of names) expect(tf.getKernel(name, 'onnx'), name).toBeDefined();
  expect([...native, ...fallback].sort()).toEqual([...names].sort());
});

test('the README lists the kernels as they are', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const { native, fallback } = supportedKernels();
  const [, nativeCount] = /Recorded as ONNX operators \((\d+)\)/.exec(readme) ?? [];
  const [, fallbackCount] = /Computed by tfjs-backend-cpu \((\d+)\)/.exec(readme) ?? [];
  expect([Number(nativeCount), Number(fallbackCount)]).toEqual([native.length, fallback.length]);
  for (const name of [...native, ...fallback]) expect(readme).toContain(`\`${name}\``);
  for (const line of readme.split('\n')) expect(line.length).toBeLessThan(250);
});
