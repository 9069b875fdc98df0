import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterEach, describe, expect, test } from 'vitest';
import { newFolder } from '../../../scripts/temporary-folder.js';
import { numbers, tensor } from '../test/compare.js';
import { type OnnxBackend, type OnnxBackendOptions, registerOnnxBackend } from './index.js';

const NAME = 'onnx-options';

/** Makes a backend with these options the current one. */
async function use(options: OnnxBackendOptions): Promise<OnnxBackend> {
  registerOnnxBackend({ ...options, name: NAME });
  await tf.setBackend(NAME);
  return tf.backend() as OnnxBackend;
}

afterEach(async () => {
  await tf.setBackend('onnx');
  if (tf.findBackendFactory(NAME)) tf.removeBackend(NAME);
});

/** A graph that depends on the size, computed. */
function compute(size: number): number {
  return tf.tidy(() => tf.sum(tf.exp(tf.tensor(new Float32Array(size))))).dataSync()[0]!;
}

const countThreads = (): number => readdirSync('/proc/self/task').length;

/** Operators that ONNX Runtime ran for relu(x · w + b), each with its provider. */
async function profiled(options: OnnxBackendOptions): Promise<{ op: string; provider: string }[]> {
  const directory = newFolder();
  try {
    await use({ ...options, threads: 1, profile: join(directory, 'run') });
    const result = tf.tidy(() => tf.relu(tf.add(tf.matMul(tensor([4, 3]), tensor([3, 2])), tensor([2]))));
    result.dataSync();
    result.dispose();
    await tf.setBackend('onnx');
    tf.removeBackend(NAME);
    const [file] = readdirSync(directory);
    const events = JSON.parse(readFileSync(join(directory, file!), 'utf8')) as {
      cat: string;
      name: string;
      args: { op_name: string; provider: string };
    }[];
    return events
      .filter(({ cat, name }) => cat === 'Node' && name.endsWith('_kernel_time'))
      .map(({ args }) => ({ op: args.op_name, provider: args.provider }))
      .filter(({ op }) => op !== 'SequenceEmpty');
  } finally {
    rmSync(directory, { recursive: true });
  }
}

test('graphOptimizationLevel, profile and executionProvider reach ONNX Runtime', async () => {
  const plain = await profiled({ graphOptimizationLevel: 'disabled', executionProvider: 'cpu' });
  const best = await profiled({ graphOptimizationLevel: 'all' });
  expect(plain.map(({ op }) => op)).toContain('Relu');
  expect(best.map(({ op }) => op)).not.toContain('Relu');
  for (const { provider } of [...plain, ...best]) expect(provider).toBe('CPUExecutionProvider');
});

test.runIf(process.platform === 'linux')('every graph has its threads, and they end with it', async () => {
  const before = countThreads();
  const backend = await use({ threads: 4, sessionCacheSize: 3 });
  compute(1);
  expect(countThreads()).toBe(before + 3);
  for (let size = 2; size <= 10; size++) compute(size);
  expect(countThreads()).toBe(before + 9);
  backend.releaseCompiled();
  expect(countThreads()).toBe(before);
  compute(1);
  await tf.setBackend('onnx');
  tf.removeBackend(NAME);
  expect(countThreads()).toBe(before);
  await use({ threads: 1 });
  compute(1);
  expect(countThreads()).toBe(before);
});

test('the session cache is bounded, least recently used first out', async () => {
  const backend = await use({ sessionCacheSize: 3, threads: 1 });
  for (const size of [1, 2, 3, 1, 4, 1]) compute(size);
  expect(backend.statistics).toMatchObject({ sessions: 3, compiled: 4, hits: 2, evictions: 1, runs: 6 });
  compute(2);
  expect(backend.statistics).toMatchObject({ compiled: 5, hits: 2, evictions: 2 });
  expect(backend.statistics.compileMs).toBeGreaterThan(0);
});

describe('a program that never makes the same graph twice', () => {
  /** Warnings while `run` ran. */
  async function warnings(run: () => void): Promise<string[]> {
    const seen: string[] = [];
    const note = (warning: Error & { code?: string }): void => {
      if (warning.code === 'POLYVAE_ONNX_RECOMPILES') seen.push(warning.message);
    };
    process.on('warning', note);
    run();
    // Warnings are emitted on the next tick.
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', note);
    return seen;
  }

  test('is told so once, with what to do', async () => {
    await use({ sessionCacheSize: 2, threads: 1 });
    const seen = await warnings(() => {
      for (let size = 1; size <= 300; size++) compute(size);
    });
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatch(/of the last 64 graphs had to be compiled.*sessionCacheSize: 8/);
  });

  test('others are not told', async () => {
    await use({ sessionCacheSize: 4, threads: 1 });
    const seen = await warnings(() => {
      // Half of the graphs are new, as with a validation whose shapes change.
      for (let size = 10; size <= 150; size++) {
        compute(size);
        compute(1);
      }
    });
    expect(seen).toEqual([]);
  });

  test('stays within its memory', async () => {
    const backend = await use({ sessionCacheSize: 4, threads: 1 });
    const data = numbers([20_000 * 256]);
    const step = (rows: number): void => {
      tf.tidy(() => {
        const x = tf.tensor2d(data.subarray(0, rows * 256), [rows, 256]);
        tf.grad((w: tf.Tensor) => tf.mean(tf.relu(tf.matMul(x, w as tf.Tensor2D))))(tensor([256, 16])).dataSync();
      });
    };
    // Until the pool of unused memory is full.
    for (let i = 0; i < 16; i++) step(19_000 + i);
    const before = process.memoryUsage().rss;
    for (let i = 16; i < 40; i++) step(19_000 + i);
    // Each step uploads 19 MB of its own; all of them kept would be 460.
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 2 ** 20);
    expect(backend.statistics.sessions).toBe(4);
    expect(backend.statistics.pooledBytes).toBeLessThanOrEqual(2 ** 28);
  });
});

test('removing the backend frees what it held', async () => {
  const backend = await use({ threads: 1 });
  const kept = tf.tensor(new Float32Array(2 ** 16));
  const doubled = tf.mul(kept, 2);
  tf.tidy(() => void tf.add(doubled, 1).dataSync());
  kept.dispose();
  expect(backend.statistics.sessions).toBe(1);
  expect(backend.statistics.pooledBytes).toBeGreaterThan(0);
  expect(backend.numDataIds()).toBe(1);
  await tf.setBackend('onnx');
  tf.removeBackend(NAME);
  expect(backend.statistics).toMatchObject({ sessions: 0, pooledBytes: 0 });
  expect(backend.numDataIds()).toBe(0);
});
