import { availableParallelism } from 'node:os';
import { ArgumentError, ArgumentTypeError, checkOptions } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs';
import { OnnxBackend } from './backend/backend.js';
import { registerGradients } from './gradients.js';
import { registerKernels } from './register-kernels.js';
import type { ExecutionProvider } from './runtime/node/binding.js';
import { nodeRuntime } from './runtime/node/node-runtime.js';
import { EXECUTION_PROVIDERS, requireProvider } from './runtime/node/provider.js';

/** Settings of the backend. */
export interface OnnxBackendOptions {
  /** Name for `tf.setBackend`; `'onnx'` by default. */
  readonly name?: string;
  /** Execution provider: `'cpu'` (default), `'webgpu'` or `'cuda'`. Operators that a GPU provider lacks run on the CPU. */
  readonly executionProvider?: ExecutionProvider;
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
  'executionProvider',
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
 * @throws {ArgumentTypeError} if an option is unknown, or name or profile is no string.
 * @throws {Error} if the execution provider is not available here; the message says what is missing and how to get it.
 * @throws {ArgumentError} if the execution provider is unknown, threads or sessionCacheSize is not a positive integer, or the
 *   optimisation level is unknown.
 */
export function registerOnnxBackend(options: OnnxBackendOptions = {}): void {
  checkOptions('registerOnnxBackend', options, KNOWN);
  const {
    name = 'onnx',
    executionProvider = 'cpu',
    threads = Math.min(availableParallelism(), MOST_THREADS),
    sessionCacheSize = 32,
    graphOptimizationLevel = 'all',
    profile,
  } = options;
  requireText('name', name);
  if (profile !== undefined) requireText('profile', profile);
  requirePositive('threads', threads);
  requirePositive('sessionCacheSize', sessionCacheSize);
  if (!['disabled', 'basic', 'extended', 'all'].includes(graphOptimizationLevel)) {
    throw new ArgumentError(
      `graphOptimizationLevel: expected 'disabled', 'basic', 'extended' or 'all', found '${graphOptimizationLevel}'.`,
    );
  }
  if (!EXECUTION_PROVIDERS.includes(executionProvider)) {
    throw new ArgumentError(`executionProvider: expected 'cpu', 'webgpu' or 'cuda', found '${executionProvider}'.`);
  }
  const session = { executionProvider, threads, graphOptimizationLevel, profile };
  // Here and not when the backend starts: tfjs would only print the error, and go on with another backend.
  requireProvider(executionProvider);
  if (tf.findBackendFactory(name)) tf.removeBackend(name);
  tf.registerBackend(name, () => new OnnxBackend(sessionCacheSize, nodeRuntime(session)), 4);
  registerKernels(name);
  registerGradients();
}

function requireText(option: string, value: unknown): void {
  if (typeof value !== 'string' || value === '') {
    throw new ArgumentTypeError(`${option}: expected a string that is not empty, found ${JSON.stringify(value)}.`);
  }
}

function requirePositive(option: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) {
    throw new ArgumentError(`${option}: expected a positive integer, found ${value}.`);
  }
}
