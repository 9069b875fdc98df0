import type { HostArray } from '../../graph/node.js';
import { runError } from '../run-error.js';
import type { OrtTensor, Session } from '../runtime.js';
import { lastError, type Pointer, SILENT, type WasmModule } from './wasm-module.js';

/** How much ONNX Runtime rewrites a graph before running it. */
export type GraphOptimizationLevel = 'disabled' | 'basic' | 'extended' | 'all';

const LEVELS: Readonly<Record<GraphOptimizationLevel, number>> = { disabled: 0, basic: 1, extended: 2, all: 99 };
/** ONNX's numbers of element types. */
const TYPES: Readonly<Record<string, number>> = { float32: 1, int32: 6, int64: 7, bool: 9, float64: 11 };
/** Tensors lie in the module's own memory. */
const ON_CPU = 1;

/** Inputs or outputs of a graph, in the module's memory. */
interface Places {
  readonly keys: readonly string[];
  readonly data: readonly Pointer[];
  /** Lists of the names and of the tensors. */
  readonly names: Pointer;
  readonly list: Pointer;
}

interface BothPlaces {
  readonly feeds: Places;
  readonly outputs: Places;
}

/**
 * A graph that the WebAssembly module has compiled. Its inputs and outputs have places in the module's memory, which it keeps:
 * shapes never change.
 */
export class WebSession implements Session {
  readonly #module: WasmModule;
  readonly #options: Pointer;
  readonly #allocated: Pointer[] = [];
  #session: Pointer;
  readonly #tensors: Pointer[] = [];
  #places: BothPlaces | undefined;

  /** @throws {Error} if it is no model that ONNX Runtime can run. */
  constructor(module: WasmModule, model: Uint8Array, level: GraphOptimizationLevel) {
    this.#module = module;
    const options = module._OrtCreateSessionOptions(LEVELS[level], true, false, 0, false, 0, 0, SILENT, 0, 0);
    const copy = module._malloc(model.byteLength);
    if (copy === 0) throw usedUp(model.byteLength);
    try {
      module.HEAPU8.set(model, copy);
      this.#session = options === 0 ? 0 : module._OrtCreateSession(copy, model.byteLength, options);
    } finally {
      module._free(copy);
    }
    const message = this.#session === 0 ? lastError(module) : '';
    if (options !== 0) module._OrtReleaseSessionOptions(options);
    if (this.#session === 0) throw new Error(`ONNX Runtime: ${message}`);
    this.#options = module._OrtCreateRunOptions(SILENT, 0, false, 0);
  }

  run(feeds: Readonly<Record<string, OrtTensor>>, outputs: Readonly<Record<string, OrtTensor>>): void {
    if (this.#session === 0) throw new Error('Internal: this session was disposed.');
    this.#places ??= this.#placeBoth(feeds, outputs);
    const [given, taken] = [this.#places.feeds, this.#places.outputs];
    const module = this.#module;
    given.keys.forEach((key, i) => {
      module.HEAPU8.set(bytesOf(feeds[key]!.data), given.data[i]);
    });
    const code = module._OrtRun(
      this.#session,
      given.names,
      given.list,
      given.keys.length,
      taken.names,
      taken.keys.length,
      taken.list,
      this.#options,
    );
    if (code !== 0) throw runError(new Error(lastError(module)));
    taken.keys.forEach((key, i) => {
      const bytes = bytesOf(outputs[key]!.data);
      bytes.set(module.HEAPU8.subarray(taken.data[i], taken.data[i]! + bytes.length));
    });
  }

  dispose(): void {
    if (this.#session === 0) return;
    const module = this.#module;
    for (const tensor of this.#tensors) module._OrtReleaseTensor(tensor);
    module._OrtReleaseRunOptions(this.#options);
    module._OrtReleaseSession(this.#session);
    for (const address of this.#allocated) module._free(address);
    this.#session = 0;
  }

  #placeBoth(feeds: Readonly<Record<string, OrtTensor>>, outputs: Readonly<Record<string, OrtTensor>>): BothPlaces {
    try {
      return { feeds: this.#place(feeds), outputs: this.#place(outputs) };
    } catch (error) {
      // The next run tries again.
      for (const tensor of this.#tensors.splice(0)) this.#module._OrtReleaseTensor(tensor);
      for (const address of this.#allocated.splice(0)) this.#module._free(address);
      throw error;
    }
  }

  #allocate(bytes: number): Pointer {
    const address = this.#module._malloc(Math.max(1, bytes));
    if (address === 0) throw usedUp(bytes);
    this.#allocated.push(address);
    return address;
  }

  #listOf(values: readonly number[]): Pointer {
    const address = this.#allocate(4 * values.length);
    this.#module.HEAPU32.set(values, address / 4);
    return address;
  }

  #place(values: Readonly<Record<string, OrtTensor>>): Places {
    const module = this.#module;
    const keys = Object.keys(values);
    const names = keys.map((key) => {
      const bytes = module.lengthBytesUTF8(key) + 1;
      const address = this.#allocate(bytes);
      module.stringToUTF8(key, address, bytes);
      return address;
    });
    const data = keys.map((key) => this.#allocate(values[key]!.data.byteLength));
    const tensors = keys.map((key, i) => {
      const { type, dims, data: array } = values[key]!;
      const tensor = module._OrtCreateTensor(
        TYPES[type]!,
        data[i]!,
        array.byteLength,
        this.#listOf(dims),
        dims.length,
        ON_CPU,
      );
      if (tensor === 0) throw new Error(`ONNX Runtime: ${lastError(module)}`);
      this.#tensors.push(tensor);
      return tensor;
    });
    return { keys, data, names: this.#listOf(names), list: this.#listOf(tensors) };
  }
}

function usedUp(bytes: number): Error {
  return new Error(
    `onnxruntime-web: its memory is used up, no ${bytes} bytes are left. Use smaller batches, or keep fewer compiled graphs (sessionCacheSize).`,
  );
}

function bytesOf({ buffer, byteOffset, byteLength }: HostArray): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
