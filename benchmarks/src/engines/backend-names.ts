/** Values of `--backend`. */
export const backendNames = [
  'auto',
  'onnx',
  'onnx-web',
  'onnx-webgpu',
  'onnx-cuda',
  'node-gpu',
  'node',
  'wasm',
  'cpu',
] as const;

/** Name of a backend, or `auto`. */
export type BackendName = (typeof backendNames)[number];
