/** The module that Emscripten wrote for ONNX Runtime; the package has no types for it. */
declare module 'onnxruntime-web/ort-wasm-simd-threaded.mjs' {
  const factory: (settings: object) => Promise<unknown>;
  export default factory;
}
