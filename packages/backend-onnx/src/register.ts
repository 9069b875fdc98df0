import { availableParallelism } from 'node:os';
import * as tf from '@tensorflow/tfjs';
import { OnnxBackend } from './backend.js';
import { checkOptions } from './check-options.js';
import { registerGradients } from './gradients.js';
import { registerKernels } from './register-kernels.js';

/** Settings of the backend. */
export interface OnnxBackendOptions {
  /** Name for `tf.setBackend`; `'onnx'` by default. */
  readonly name?: string;
  /** Threads that one operator may use; by default one per core that this process may use, at most 16. */
  readonly threads?: number;
  /** Compiled graphs kept, least recently used first out; 32 by default. */
  readonly sessionCacheSize?: number;
  /** How much ONNX Runtime rewrites a graph before running it; `'all'` by default. */
  readonly graphOptimizationLevel?: 'disabled' | 'basic' | 'extended' | 'all';
  /** Path prefix for ONNX Runtime's profile of every graph, written when its session is freed. */
  readonly profile?: string;
}

const KNOWN: readonly (keyof OnnxBackendOptions)[] = [
  'name',
  'threads',
  'sessionCacheSize',
  'graphOptimizationLevel',
  'profile',
];

/** More threads than this gain nothing on the sizes that fit one machine's caches. */
const MOST_THREADS = 16;

/**
 * Registers the backend with TensorFlow.js. Importing the package does this once, as `'onnx'` with default options; a
 * second registration under the same name replaces the first, and frees its tensors if it was in use.
 * @throws {TypeError} if an option is unknown.
 * @throws {RangeError} if threads or sessionCacheSize is not a positive integer, or the optimisation level is unknown.
 */
export function registerOnnxBackend(options: OnnxBackendOptions = {}): void {
  checkOptions('registerOnnxBackend', options, KNOWN);
  const {
    name = 'onnx',
    threads = Math.min(availableParallelism(), MOST_THREADS),
    sessionCacheSize = 32,
    graphOptimizationLevel = 'all',
    profile,
  } = options;
  requirePositive('threads', threads);
  requirePositive('sessionCacheSize', sessionCacheSize);
  if (!['disabled', 'basic', 'extended', 'all'].includes(graphOptimizationLevel)) {
    throw new RangeError(
      `graphOptimizationLevel: expected 'disabled', 'basic', 'extended' or 'all', found '${graphOptimizationLevel}'.`,
    );
  }
  if (tf.findBackendFactory(name)) tf.removeBackend(name);
  tf.registerBackend(name, () => new OnnxBackend(sessionCacheSize, { threads, graphOptimizationLevel, profile }), 4);
  registerKernels(name);
  registerGradients();
}

function requirePositive(option: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) {
    throw new RangeError(`${option}: expected a positive integer, found ${value}.`);
  }
}
