import type { Attribute, NodeType } from '../graph/node.js';
import type { ProtobufWriter } from './protobuf.js';

/** TensorProto.DataType. */
export const ELEMENT_TYPE: Readonly<Record<NodeType, number>> = {
  float32: 1,
  int32: 6,
  int64: 7,
  bool: 9,
  float64: 11,
};

/** Typed arrays that hold a constant tensor's elements; bool is one byte an element. */
export type RawValues = Float32Array | Float64Array | Int32Array | BigInt64Array | Uint8Array;

/** Adds an AttributeProto to a NodeProto. */
export function writeAttribute(node: ProtobufWriter, name: string, value: Attribute): void {
  node.message(5, (attribute) => {
    attribute.text(1, name);
    if (typeof value === 'number') attribute.integer(3, value).integer(20, 2);
    else if (typeof value === 'string') attribute.text(4, value).integer(20, 3);
    else if ('float' in value) attribute.float(2, value.float).integer(20, 1);
    else {
      for (const item of value) attribute.integer(8, item);
      attribute.integer(20, 7);
    }
  });
}

/** Fills a TensorProto. */
export function writeTensor(
  tensor: ProtobufWriter,
  name: string,
  shape: readonly number[],
  dtype: NodeType,
  values: RawValues,
): void {
  for (const dimension of shape) tensor.integer(1, dimension);
  tensor.integer(2, ELEMENT_TYPE[dtype]).text(8, name);
  tensor.bytes(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}
