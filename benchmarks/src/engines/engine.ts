import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { isPolyvaeError } from '@polyvae/errors';
import type { Compile } from '@polyvae/training';
import * as tf from '@tensorflow/tfjs';
import { requireThreads } from '../input/require-threads.js';
import { UserError } from '../input/user-error.js';
import type { BackendName } from './backend-names.js';

/** The engine that computes; there is one for the whole process. */
export interface Engine {
  /** The one in use: never `auto`. */
  readonly name: Exclude<BackendName, 'auto'>;
  readonly description: string;
}

/** How the engine is chosen and set up. */
export interface EngineOptions {
  /** Threads of the engine; absent: all cores (`onnx-web`: at most four). Only the engines of ONNX Runtime take it. */
  readonly threads?: number;
  /** Training needs gradients of convolutions, which `wasm` lacks. */
  readonly purpose: 'train' | 'evaluate';
}

const require = createRequire(import.meta.url);

/**
 * Loads a package that is in no manifest because its installation downloads libtensorflow.
 * @returns False if it is not installed.
 */
function optional(name: string): boolean {
  try {
    require.resolve(name);
  } catch {
    return false;
  }
  try {
    // Not by `import`, which would make it code of every job as soon as it is installed.
    require(name);
    return true;
  } catch (error) {
    throw new UserError(`${name} is installed but does not load: ${(error as Error).message}`);
  }
}

/** Whether an optional package is there and loads. */
function loads(name: string): boolean {
  try {
    return optional(name);
  } catch {
    return false;
  }
}

/** What an error of a package advises. */
function hintOf(error: unknown): string | undefined {
  return isPolyvaeError(error) ? error.hint : undefined;
}

function missing(name: string): UserError {
  return new UserError(
    `The backend needs ${name}, which is not installed.`,
    `Install it (this downloads libtensorflow): npx --yes pnpm@10.34.8 add -w ${name}@4.22.0`,
  );
}

function seesGpu(): boolean {
  const backend = tf.findBackend('tensorflow') as { isUsingGpuDevice?: boolean } | null;
  return backend?.isUsingGpuDevice === true;
}

let compile: Compile | undefined;

/** What compiles training steps on the engine in use, if it has such a thing. */
export function stepCompiler(): Compile | undefined {
  return compile;
}

/** Frees what the engine keeps compiled, and its memory, where it has such a thing. */
export function releaseEngine(): void {
  (tf.backend() as { releaseCompiled?(): void }).releaseCompiled?.();
}

async function activate(tfjsName: string): Promise<void> {
  if (!(await tf.setBackend(tfjsName))) throw new UserError(`TensorFlow.js could not start its backend '${tfjsName}'.`);
  await tf.ready();
}

const onnxProviders = { onnx: 'cpu', 'onnx-webgpu': 'webgpu', 'onnx-cuda': 'cuda' } as const;
const onnxDevices = { onnx: 'the CPU', 'onnx-webgpu': 'WebGPU', 'onnx-cuda': 'CUDA' } as const;

async function startOnnx(name: keyof typeof onnxProviders, threads: number | undefined): Promise<Engine> {
  if (threads !== undefined) requireThreads(threads);
  const { jit, registerOnnxBackend } = await import('@polyvae/backend-onnx');
  try {
    registerOnnxBackend({ executionProvider: onnxProviders[name], ...(threads !== undefined && { threads }) });
  } catch (error) {
    throw new UserError(`The backend '${name}' cannot be used here: ${(error as Error).message}`);
  }
  await activate('onnx');
  compile = jit;
  const using = threads ? `, ${threads} thread${threads > 1 ? 's' : ''}` : '';
  return { name, description: `${name} (ONNX Runtime on ${onnxDevices[name]}${using})` };
}

/** More threads than this gain nothing on WebAssembly. */
const mostWebThreads = 4;

async function startOnnxWeb(asked: number | undefined): Promise<Engine> {
  if (asked !== undefined) requireThreads(asked);
  const threads = asked ?? Math.min(availableParallelism(), mostWebThreads);
  const { jit, registerOnnxWebBackend } = await import('@polyvae/backend-onnx/web');
  try {
    await registerOnnxWebBackend({ threads });
  } catch (error) {
    const native = await nativeOnnxError();
    const both = native === undefined ? '' : `; nor can the native library: ${native.message}`;
    throw new UserError(
      `The backend 'onnx-web' cannot be used here: ${(error as Error).message}${both}`,
      [hintOf(native), hintOf(error)].filter((hint) => hint !== undefined).join('\n') || undefined,
    );
  }
  await activate('onnx-web');
  compile = jit;
  return {
    name: 'onnx-web',
    description: `onnx-web (ONNX Runtime's WebAssembly, ${threads} thread${threads > 1 ? 's' : ''})`,
  };
}

/** Why ONNX Runtime's native library does not load here; undefined if it does. */
async function nativeOnnxError(): Promise<Error | undefined> {
  return import('@polyvae/backend-onnx').then(
    () => undefined,
    (error: unknown) => error as Error,
  );
}

/**
 * Which engine a backend's name stands for: `auto` is `node-gpu` if that is installed and sees a GPU, else `onnx`, or `onnx-web` where
 * the native library does not load.
 */
export async function resolveBackend(backend: BackendName): Promise<Engine['name']> {
  if (backend !== 'auto') return backend;
  if (loads('@tensorflow/tfjs-node-gpu') && seesGpu()) return 'node-gpu';
  return (await nativeOnnxError()) === undefined ? 'onnx' : 'onnx-web';
}

/**
 * Starts the engine for a backend's name.
 * @throws {UserError} if the engine is not installed (with the command that installs it) or cannot do what is asked.
 */
export async function startEngine(backend: BackendName, { threads, purpose }: EngineOptions): Promise<Engine> {
  tf.enableProdMode();
  const name = await resolveBackend(backend);
  switch (name) {
    case 'onnx':
    case 'onnx-webgpu':
    case 'onnx-cuda':
      return startOnnx(name, threads);
    case 'onnx-web':
      return startOnnxWeb(threads);
    case 'node-gpu':
    case 'node': {
      const packageName = `@tensorflow/tfjs-${name}` as const;
      if (!optional(packageName)) throw missing(packageName);
      if (name === 'node-gpu' && !seesGpu()) {
        throw new UserError(
          `${packageName} is installed but sees no GPU.`,
          'Check the driver and CUDA libraries, or use --backend onnx.',
        );
      }
      await activate('tensorflow');
      return { name, description: `${name} (libtensorflow, ${seesGpu() ? 'GPU' : 'CPU'})` };
    }
    case 'wasm':
      if (purpose === 'train') {
        throw new UserError(
          "The backend 'wasm' cannot train: it has no gradients of convolutions. It can evaluate and sample.",
          'Use --backend onnx (or auto).',
        );
      }
      await import('@tensorflow/tfjs-backend-wasm');
      await activate('wasm');
      return { name: 'wasm', description: 'wasm (TensorFlow.js)' };
    case 'cpu':
      await activate('cpu');
      return { name: 'cpu', description: 'cpu (TensorFlow.js in plain JavaScript; slow)' };
  }
}
