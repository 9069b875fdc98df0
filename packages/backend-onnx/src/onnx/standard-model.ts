import type { Attributes, NodeType } from '../graph/node.js';
import { ELEMENT_TYPE, type RawValues, writeAttribute, writeTensor } from './messages.js';
import { ProtobufWriter } from './protobuf.js';

/** Operator set of {@link encodeStandardModel}: late enough for every operator that models need, and read by runtimes since 2022. */
export const standardOpset = 17;
/** The IR version that was current with it. */
const IR_VERSION = 8;

/** A constant tensor of an ONNX graph. */
export interface OnnxInitializer {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: NodeType;
  /** Elements in row-major order. */
  readonly values: RawValues;
}

/** An input or an output of an ONNX graph. */
export interface OnnxValueInfo {
  readonly name: string;
  /** Lengths of the axes; a name stands for one that is only known when the graph runs. */
  readonly shape: readonly (number | string)[];
  readonly dtype: NodeType;
}

/** One operator of ONNX's own domain. */
export interface OnnxOperator {
  readonly op: string;
  /** Name of the node, unique in the graph. */
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Attributes | undefined;
}

/** An ONNX graph of named values, for any runtime. */
export interface OnnxGraph {
  readonly name: string;
  readonly inputs: readonly OnnxValueInfo[];
  readonly outputs: readonly OnnxValueInfo[];
  readonly initializers: readonly OnnxInitializer[];
  /** In an order in which every value is made before it is read. */
  readonly nodes: readonly OnnxOperator[];
}

/**
 * Serialises a graph of standard operators as an ONNX ModelProto of operator set {@link standardOpset}. Names are not checked.
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
export function encodeStandardModel({ name, inputs, outputs, initializers, nodes }: OnnxGraph): Uint8Array {
  const model = new ProtobufWriter();
  model.integer(1, IR_VERSION).text(2, 'polyvae');
  model.message(7, (graph) => {
    for (const node of nodes) graph.message(1, (message) => writeOperator(message, node));
    graph.text(2, name);
    for (const own of initializers) {
      graph.message(5, (tensor) => writeTensor(tensor, own.name, own.shape, own.dtype, own.values));
    }
    for (const own of inputs) graph.message(11, (info) => writeNamedShape(info, own));
    for (const own of outputs) graph.message(12, (info) => writeNamedShape(info, own));
  });
  model.message(8, (opset) => opset.text(1, '').integer(2, standardOpset));
  return model.finish();
}

function writeOperator(message: ProtobufWriter, { op, name, inputs, outputs, attributes }: OnnxOperator): void {
  for (const input of inputs) message.text(1, input);
  for (const output of outputs) message.text(2, output);
  message.text(3, name).text(4, op);
  for (const key in attributes) writeAttribute(message, key, attributes[key]!);
}

function writeNamedShape(info: ProtobufWriter, { name, shape, dtype }: OnnxValueInfo): void {
  info.text(1, name).message(2, (type) =>
    type.message(1, (tensor) => {
      tensor.integer(1, ELEMENT_TYPE[dtype]);
      tensor.message(2, (axes) => {
        for (const axis of shape) {
          axes.message(1, (entry) => (typeof axis === 'string' ? entry.text(2, axis) : entry.integer(1, axis)));
        }
      });
    }),
  );
}
