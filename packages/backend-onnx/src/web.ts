/**
 * The backend on ONNX Runtime's WebAssembly: for browsers and their workers, and for Node where the native library cannot be had. Free of
 * Node.
 * @packageDocumentation
 */
export { OnnxBackend } from './backend/backend.js';
export type { BackendStatistics } from './backend/statistics.js';
export type { Container } from './jit/container.js';
export type { HostInputs } from './jit/host-inputs.js';
export { type JitOptions, jit } from './jit/jit.js';
export { type OnnxWebBackendOptions, registerOnnxWebBackend } from './register-web.js';
export { WasmLoadError } from './runtime/web/wasm-module.js';
export type { GraphOptimizationLevel } from './runtime/web/web-session.js';
