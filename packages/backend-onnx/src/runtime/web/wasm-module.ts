/// <reference path="./onnxruntime-web.d.ts" />
/**
 * ONNX Runtime's WebAssembly module, called by its C functions. The documented API of onnxruntime-web is asynchronous, since
 * some of its providers are; on the CPU the functions behind it return at once, and TensorFlow.js needs that for
 * `dataSync()`. `web-session.test.ts` fails if a new version changes them.
 */
import { PolyvaeError } from '@polyvae/errors';

/** Address in the module's memory, or a handle of ONNX Runtime, which is one. */
export type Pointer = number;

/** What is used of the module. */
export interface WasmModule {
  /** The memory; another view after it has grown. */
  readonly HEAPU8: Uint8Array;
  readonly HEAPU32: Uint32Array;
  _malloc(bytes: number): Pointer;
  _free(address: Pointer): void;
  lengthBytesUTF8(text: string): number;
  stringToUTF8(text: string, address: Pointer, bytes: number): void;
  UTF8ToString(address: Pointer): string;
  _OrtInit(threads: number, logLevel: number): number;
  _OrtGetLastError(code: Pointer, message: Pointer): number;
  _OrtCreateSessionOptions(
    graphOptimizationLevel: number,
    enableCpuMemArena: boolean,
    enableMemPattern: boolean,
    executionMode: number,
    enableProfiling: boolean,
    profileFilePrefix: Pointer,
    logId: Pointer,
    logSeverityLevel: number,
    logVerbosityLevel: number,
    optimizedModelFilePath: Pointer,
  ): Pointer;
  _OrtReleaseSessionOptions(options: Pointer): number;
  _OrtCreateSession(model: Pointer, bytes: number, options: Pointer): Pointer;
  _OrtReleaseSession(session: Pointer): number;
  _OrtCreateTensor(type: number, data: Pointer, bytes: number, dims: Pointer, rank: number, location: number): Pointer;
  _OrtReleaseTensor(tensor: Pointer): number;
  _OrtCreateRunOptions(logSeverityLevel: number, logVerbosityLevel: number, terminate: boolean, tag: Pointer): Pointer;
  _OrtReleaseRunOptions(options: Pointer): number;
  _OrtRun(
    session: Pointer,
    inputNames: Pointer,
    inputs: Pointer,
    inputCount: number,
    outputNames: Pointer,
    outputCount: number,
    outputs: Pointer,
    options: Pointer,
  ): number;
}

/** ONNX Runtime's WebAssembly module did not load. */
export class WasmLoadError extends PolyvaeError {
  override readonly name = 'WasmLoadError';
  readonly code = 'wasm-load';
}

/** Log levels: fatal errors alone. What goes wrong is thrown; ONNX Runtime would also print it. */
export const SILENT = 4;

/** Where the module's two files are; each beside the other or in the package by default. */
export interface WasmUrls {
  readonly wasmUrl?: string;
  readonly moduleUrl?: string;
}

/** Imports a module by its address, which bundlers leave alone. */
function importFrom(url: string): Promise<{ default: (settings: object) => Promise<unknown> }> {
  return import(/* @vite-ignore */ /* webpackIgnore: true */ url);
}

/**
 * Loads the module.
 * @throws {WasmLoadError} if onnxruntime-web is not installed, or its .wasm file cannot be had.
 */
export async function loadWasmModule(threads: number, { wasmUrl, moduleUrl }: WasmUrls = {}): Promise<WasmModule> {
  let factory: (settings: object) => Promise<unknown>;
  try {
    ({ default: factory } =
      moduleUrl === undefined
        ? await import('onnxruntime-web/ort-wasm-simd-threaded.mjs')
        : await importFrom(moduleUrl));
  } catch (cause) {
    throw new WasmLoadError(`onnxruntime-web could not be loaded: ${messageOf(cause)}`, {
      cause,
      hint:
        moduleUrl === undefined
          ? 'Install it: npm install onnxruntime-web@1.30'
          : `Serve ort-wasm-simd-threaded.mjs of its folder dist at ${moduleUrl}.`,
    });
  }
  let module: WasmModule;
  try {
    module = (await factory({
      numThreads: threads,
      ...(wasmUrl !== undefined && { locateFile: () => wasmUrl }),
    })) as WasmModule;
  } catch (cause) {
    throw new WasmLoadError(
      `ort-wasm-simd-threaded.wasm could not be loaded${wasmUrl === undefined ? '' : ` from ${wasmUrl}`}: ${messageOf(cause)}`,
      { cause, hint: "Serve the file of that name in onnxruntime-web's folder dist, and give its address as wasmUrl." },
    );
  }
  if (module._OrtInit(threads, SILENT) !== 0) {
    throw new WasmLoadError(`ONNX Runtime did not start: ${lastError(module)}`);
  }
  return module;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Why the last call failed. */
export function lastError(module: WasmModule): string {
  const place = module._malloc(8);
  module._OrtGetLastError(place, place + 4);
  const message = module.UTF8ToString(module.HEAPU32[place / 4 + 1]!);
  module._free(place);
  return message;
}
