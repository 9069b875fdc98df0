import { ArgumentError, ArgumentTypeError, checkOptions } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs';
import { OnnxBackend } from './backend/backend.js';
import { registerGradients } from './gradients.js';
import { registerKernels } from './register-kernels.js';
import { loadWasmModule, type WasmModule } from './runtime/web/wasm-module.js';
import { webRuntime } from './runtime/web/web-runtime.js';
import type { GraphOptimizationLevel } from './runtime/web/web-session.js';

/** Settings of the backend on WebAssembly. */
export interface OnnxWebBackendOptions {
  /** Name for `tf.setBackend`; `'onnx-web'` by default. */
  readonly name?: string;
  /**
   * Threads that one operator may use; default 1. More need a page that is cross-origin isolated, and `moduleUrl` in a program that is
   * bundled.
   */
  readonly threads?: number;
  /** Compiled graphs kept, least recently used first out; 8 by default, since their memory is never given back. */
  readonly sessionCacheSize?: number;
  /** How much ONNX Runtime rewrites a graph before running it; `'all'` by default. */
  readonly graphOptimizationLevel?: GraphOptimizationLevel;
  /**
   * Address of `ort-wasm-simd-threaded.wasm` of onnxruntime-web (14.2 MB, 3.7 MB compressed by gzip); by default beside the module that
   * loads it, where bundlers put it.
   */
  readonly wasmUrl?: string;
  /**
   * Address of `ort-wasm-simd-threaded.mjs` of onnxruntime-web; by default the module is imported, and bundled with the program. Threads are
   * workers that load this file again, so a bundled program with more than one thread gives its address.
   */
  readonly moduleUrl?: string;
}

/** Whether memory can be shared with workers. */
function hasThreads(): boolean {
  const { crossOriginIsolated, SharedArrayBuffer: shared } = globalThis as {
    crossOriginIsolated?: boolean;
    SharedArrayBuffer?: unknown;
  };
  // Undefined where there are no pages, as in Node.
  return shared !== undefined && crossOriginIsolated !== false;
}

const modules = new Map<string, Promise<WasmModule>>();

function requireText(option: string, value: unknown): void {
  if (value === undefined || (typeof value === 'string' && value !== '')) return;
  throw new ArgumentTypeError(
    `registerOnnxWebBackend({ ${option} }): expected a string that is not empty, found ${typeof value === 'string' ? "''" : typeof value}.`,
  );
}

function requirePositive(option: string, value: number): void {
  if (Number.isInteger(value) && value >= 1) return;
  throw new ArgumentError(`registerOnnxWebBackend({ ${option} }): expected a positive integer, found ${value}.`);
}

/**
 * Registers the backend with TensorFlow.js on ONNX Runtime's WebAssembly, for browsers, their workers, and Node where the native
 * library cannot be had. Unlike most that run in a browser it is synchronous: `dataSync()` works, and a computation blocks the thread it is
 * called on, so a page trains in a worker.
 * @throws {ArgumentError} if an option is out of range, or threads are asked for where there are none.
 * @throws {WasmLoadError} if onnxruntime-web or its .wasm file cannot be loaded.
 * @example
 * ```ts
 * import { registerOnnxWebBackend } from '@polyvae/backend-onnx/web';
 * import * as tf from '@tensorflow/tfjs';
 *
 * await registerOnnxWebBackend();
 * await tf.setBackend('onnx-web');
 * ```
 */
export async function registerOnnxWebBackend(options: OnnxWebBackendOptions = {}): Promise<void> {
  checkOptions('registerOnnxWebBackend', options, [
    'name',
    'threads',
    'sessionCacheSize',
    'graphOptimizationLevel',
    'wasmUrl',
    'moduleUrl',
  ]);
  const { name = 'onnx-web', threads = 1, sessionCacheSize = 8, graphOptimizationLevel = 'all', ...urls } = options;
  for (const [option, value] of Object.entries({ name, ...urls })) requireText(option, value);
  requirePositive('threads', threads);
  requirePositive('sessionCacheSize', sessionCacheSize);
  if (!['disabled', 'basic', 'extended', 'all'].includes(graphOptimizationLevel)) {
    throw new ArgumentError(
      `registerOnnxWebBackend({ graphOptimizationLevel }): expected 'disabled', 'basic', 'extended' or 'all', found '${graphOptimizationLevel}'.`,
    );
  }
  if (threads > 1 && !hasThreads()) {
    throw new ArgumentError(
      `registerOnnxWebBackend({ threads }): expected 1 on a page that is not cross-origin isolated, found ${threads}. Serve the page with ` +
        'the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp, or leave threads out.',
    );
  }
  // One for each kind: a module's memory and threads are never given back.
  const kind = JSON.stringify([threads, urls.wasmUrl, urls.moduleUrl]);
  const loading = modules.get(kind) ?? loadWasmModule(threads, urls);
  modules.set(kind, loading);
  loading.catch(() => modules.delete(kind));
  const runtime = webRuntime(await loading, graphOptimizationLevel);
  if (tf.findBackendFactory(name)) tf.removeBackend(name);
  tf.registerBackend(name, () => new OnnxBackend(sessionCacheSize, runtime), 2);
  registerKernels(name);
  registerGradients();
}
