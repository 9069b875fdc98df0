/**
 * A writer of ONNX models in standard operators, free of Node and of the runtime.
 * @packageDocumentation
 */
export type {
  Attribute as OnnxAttribute,
  Attributes as OnnxAttributes,
  NodeType as OnnxElementType,
} from './graph/node.js';
export type { RawValues as OnnxRawValues } from './onnx/messages.js';
export {
  encodeStandardModel,
  type OnnxGraph,
  type OnnxInitializer,
  type OnnxOperator,
  type OnnxValueInfo,
  standardOpset,
} from './onnx/standard-model.js';
