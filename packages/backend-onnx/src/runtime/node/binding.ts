/**
 * Synchronous access to ONNX Runtime. The documented API of onnxruntime-node is asynchronous only because it calls the
 * same native functions from `setImmediate`; TensorFlow.js needs `dataSync()`, so this file calls them directly. It is the
 * only file that knows of the package's internals, and `binding.test.ts` fails if a new version changes them.
 */
import { createRequire } from 'node:module';
import type { HostArray } from '../../graph/node.js';
import { STOP } from '../../onnx/model.js';
import { runError } from '../run-error.js';
import type { OrtTensor, Session } from '../runtime.js';
import { loadError } from './load-error.js';

interface NativeSession {
  loadModel(buffer: ArrayBufferLike, offset: number, length: number, options: object): void;
  run(
    feeds: Readonly<Record<string, OrtTensor>>,
    fetches: Readonly<Record<string, OrtTensor | null>>,
    options: object,
  ): object;
  endProfiling(): void;
  dispose(): void;
}

interface NativeModule {
  binding: {
    InferenceSession: new () => NativeSession;
    listSupportedBackends(): { name: string }[];
  };
  initOrt(): void;
}

interface OrtModule {
  Tensor: new (type: string, data: HostArray, dims: readonly number[]) => OrtTensor;
}

/** ONNX Runtime's execution providers that suit training. */
export type ExecutionProvider = 'cpu' | 'webgpu' | 'cuda';

/** Settings of a session. */
export interface SessionOptions {
  readonly executionProvider: ExecutionProvider;
  readonly threads: number;
  readonly graphOptimizationLevel: 'disabled' | 'basic' | 'extended' | 'all';
  /** Path prefix for ONNX Runtime's profile; no profile without it. */
  readonly profile?: string;
}

/**
 * Message of the binding about the first output of every graph, an empty sequence. Once a graph has run, the binding copies
 * each output into a new ArrayBuffer even if it was given memory to write into: for a training step, all weights and
 * moments, and a garbage collection every other step. It gives up at the first output that is no tensor; by then
 * everything has been computed and written. Should a new version accept sequences, this costs time, nothing else.
 */
const REFUSAL = 'Non tensor type is temporarily not supported.';

// Bundlers that make CommonJS of this leave the address out; there the bundle's own file is where to look from.
const require = createRequire(import.meta.url ?? __filename);

function load(): { native: NativeModule; ort: OrtModule } {
  try {
    const native = require('onnxruntime-node/dist/binding.js') as NativeModule;
    native.initOrt();
    return { native, ort: require('onnxruntime-node') as OrtModule };
  } catch (error) {
    throw loadError(error);
  }
}

const { native, ort } = load();

/** Names of the execution providers that this platform's binary knows; their libraries and devices may be missing. */
export function knownProviders(): string[] {
  return native.binding.listSupportedBackends().map(({ name }) => name);
}

/** Where the package's own installer of further providers is. */
export function installerPath(): string {
  return require.resolve('onnxruntime-node/script/install.js');
}

/** A graph that the native library has compiled. */
export class NodeSession implements Session {
  #session: NativeSession | undefined;
  readonly #profiled: boolean;

  constructor(model: Uint8Array, options: SessionOptions) {
    this.#profiled = options.profile !== undefined;
    this.#session = new native.binding.InferenceSession();
    this.#session.loadModel(model.buffer, model.byteOffset, model.byteLength, {
      executionProviders: [options.executionProvider],
      intraOpNumThreads: options.threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: options.graphOptimizationLevel,
      // Patterns pre-plan one block per feed shape; shapes never change here, so it costs memory and gains nothing.
      enableMemPattern: false,
      enableCpuMemArena: true,
      // What goes wrong is thrown; ONNX Runtime would also print it.
      logSeverityLevel: 4,
      // Worker threads would otherwise keep spinning while JavaScript records the next step.
      extra: { session: { force_spinning_stop: '1' } },
      ...(options.profile === undefined ? {} : { enableProfiling: true, profileFilePrefix: options.profile }),
    });
  }

  run(feeds: Readonly<Record<string, OrtTensor>>, outputs: Readonly<Record<string, OrtTensor>>): void {
    if (this.#session === undefined) throw new Error('Internal: this session was disposed.');
    try {
      this.#session.run(feeds, { [STOP]: null, ...outputs }, {});
    } catch (error) {
      if (!(error instanceof Error && error.message === REFUSAL)) throw runError(error);
    }
  }

  dispose(): void {
    if (this.#profiled) this.#session?.endProfiling();
    this.#session?.dispose();
    this.#session = undefined;
  }
}

/** Wraps host memory, without a copy, for use as a feed or an output. */
export function wrap(array: HostArray, dtype: string, dims: readonly number[]): OrtTensor {
  return new ort.Tensor(dtype, array, dims);
}
