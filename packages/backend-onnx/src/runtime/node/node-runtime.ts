import { blockSizeOf } from '../block-size.js';
import type { Runtime } from '../runtime.js';
import { NodeSession, type SessionOptions, wrap } from './binding.js';
import { isMemoryScarce } from './memory-pressure.js';

/** Of this processor; undefined until it is asked for. */
let known: { readonly size: number | undefined } | undefined;

/** ONNX Runtime's native library, which comes in the package onnxruntime-node. */
export function nodeRuntime(options: SessionOptions): Runtime {
  const runtime: Runtime = {
    compile: (model) => new NodeSession(model, options),
    wrap,
    blockSize() {
      if (options.executionProvider !== 'cpu') return undefined;
      const check = { executionProvider: 'cpu', threads: 1, graphOptimizationLevel: 'all' } as const;
      known ??= { size: blockSizeOf({ ...runtime, compile: (model) => new NodeSession(model, check) }) };
      return known.size;
    },
    memoryBytes: () => 0,
    isMemoryScarce,
  };
  return runtime;
}
