import { blockSizeOf } from '../block-size.js';
import type { Runtime } from '../runtime.js';
import type { WasmModule } from './wasm-module.js';
import { type GraphOptimizationLevel, WebSession } from './web-session.js';

/** Of the module's memory, which can grow to 4 GiB and never shrinks: beyond this little is left. */
const MOST_BYTES = 3 * 2 ** 30;

/** ONNX Runtime's WebAssembly, which comes in the package onnxruntime-web. */
export function webRuntime(module: WasmModule, level: GraphOptimizationLevel): Runtime {
  let known: { readonly size: number | undefined } | undefined;
  const runtime: Runtime = {
    compile: (model) => new WebSession(module, model, level),
    wrap: (data, type, dims) => ({ data, type, dims }),
    blockSize() {
      known ??= { size: blockSizeOf(runtime) };
      return known.size;
    },
    memoryBytes: () => module.HEAPU8.length,
    isMemoryScarce: () => module.HEAPU8.length > MOST_BYTES,
  };
  return runtime;
}
