/**
 * Parts of models as ONNX models, for other runtimes. Needs `@polyvae/backend-onnx` beside this package; runs in a browser too.
 * @packageDocumentation
 */
export {
  type DecoderExport,
  type EncoderExport,
  exportOnnx,
  type GenerationExport,
  type OnnxExport,
} from './onnx/export-onnx.js';
