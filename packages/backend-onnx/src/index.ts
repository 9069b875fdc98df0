import { registerOnnxBackend } from './register.js';

export { OnnxBackend } from './backend/backend.js';
export type { BackendStatistics } from './backend/statistics.js';
export type { Container } from './jit/container.js';
export type { HostInputs } from './jit/host-inputs.js';
export { type JitOptions, jit } from './jit/jit.js';
export { type OnnxBackendOptions, registerOnnxBackend } from './register.js';
export { type SupportedKernels, supportedKernels } from './register-kernels.js';
export type { ExecutionProvider, SessionOptions } from './runtime/node/binding.js';

registerOnnxBackend();
