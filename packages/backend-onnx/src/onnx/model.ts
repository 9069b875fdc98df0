import type { Node, NodeType } from '../graph/node.js';
import { sizeOf } from '../graph/node.js';
import type { Program } from '../graph/program.js';
import { ELEMENT_TYPE, writeAttribute, writeTensor } from './messages.js';
import { ProtobufWriter } from './protobuf.js';

/** ONNX operator set: the newest whose operators all run in onnxruntime's CPU provider without opset converters. */
const OPSET = 18;
const IR_VERSION = 9;
/** Domains of ONNX Runtime's own operators; those of the longer name are internal to it. */
const DOMAINS = ['com.microsoft.nchwc', 'com.microsoft'];

/** Raw data of one element. */
const ELEMENT: Record<
  NodeType,
  (value: number) => Float32Array | Float64Array | Int32Array | BigInt64Array | Uint8Array
> = {
  float32: (value) => Float32Array.of(value),
  float64: (value) => Float64Array.of(value),
  int32: (value) => Int32Array.of(value),
  int64: (value) => BigInt64Array.of(BigInt(value)),
  bool: (value) => Uint8Array.of(value),
};

/** Serialises a program as an ONNX ModelProto. @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto */
export function encodeModel(program: Program): Uint8Array {
  const names = new Map<Node, string>();
  for (const node of program.nodes) names.set(node, `v${names.size}`);
  for (const [i, node] of program.feeds.entries()) names.set(node, feedName(i));
  for (const [i, node] of program.outputs.entries()) names.set(node, outputName(i));
  const model = new ProtobufWriter();
  model.integer(1, IR_VERSION).text(2, 'polyvae');
  model.message(7, (graph) => {
    for (const outputs of operators(program.nodes)) graph.message(1, (message) => writeNode(message, outputs, names));
    graph.message(1, (message) => message.text(2, STOP).text(3, STOP).text(4, 'SequenceEmpty'));
    graph.text(2, 'trace');
    for (const node of program.nodes) {
      if (node.op === 'Constant') graph.message(5, (tensor) => writeConstant(tensor, node, names.get(node)!));
      if (node.op === 'Fill') writeFillShape(graph, node, names.get(node)!);
    }
    for (const node of program.feeds) graph.message(11, (info) => writeValueInfo(info, node, names.get(node)!));
    graph.message(12, (info) => writeSequenceInfo(info, STOP));
    for (const node of program.outputs) graph.message(12, (info) => writeValueInfo(info, node, names.get(node)!));
  });
  model.message(8, (opset) => opset.text(1, '').integer(2, OPSET));
  for (const domain of DOMAINS) {
    if (program.nodes.some((node) => domainOf(node) === domain))
      model.message(8, (opset) => opset.text(1, domain).integer(2, 1));
  }
  return model.finish();
}

/** Nodes that are operators of the model, each with all outputs of it that are used, by index. */
function operators(nodes: readonly Node[]): Iterable<readonly (Node | undefined)[]> {
  const found = new Map<unknown, (Node | undefined)[]>();
  for (const node of nodes) {
    if (node.op === 'Constant' || node.op === 'Feed') continue;
    const [operator, output] = node.op.split('#') as [string, string?];
    if (output === undefined) {
      found.set(node, [node]);
      continue;
    }
    const key = `${operator} ${node.inputs.map(({ id }) => id)} ${JSON.stringify(node.attributes)}`;
    const outputs = found.get(key) ?? [];
    outputs[Number(output)] = node;
    found.set(key, outputs);
  }
  return found.values();
}

function writeNode(message: ProtobufWriter, outputs: readonly (Node | undefined)[], names: Map<Node, string>): void {
  const node = outputs.findLast((output) => output !== undefined)!;
  const name = names.get(node)!;
  const domain = domainOf(node);
  if (node.op === 'Fill') message.text(1, `${name}_shape`);
  for (const input of node.inputs) message.text(1, names.get(input)!);
  const [operator] = node.op.split('#') as [string];
  for (let i = 0; i < outputs.length; i++) message.text(2, outputs[i] ? names.get(outputs[i]!)! : `${name}_${i}`);
  message.text(3, name);
  message.text(4, node.op === 'Fill' ? 'ConstantOfShape' : domain ? operator.slice(domain.length + 1) : operator);
  if (node.op === 'Fill') writeFillValue(message, node);
  else for (const key in node.attributes) writeAttribute(message, key, node.attributes[key]!);
  if (domain) message.text(7, domain);
}

/** Domain of a node's operator; ONNX's own has no name. */
function domainOf({ op }: Node): string {
  return DOMAINS.find((domain) => op.startsWith(`${domain}.`)) ?? '';
}

/** Name of the graph's i-th input. */
export function feedName(index: number): string {
  return `in${index}`;
}

/** Name of the graph's i-th output. */
export function outputName(index: number): string {
  return `out${index}`;
}

/** Name of the first output of every graph, an empty sequence: what it is for stands in the runtime's binding. */
export const STOP = 'stop';

function writeSequenceInfo(info: ProtobufWriter, name: string): void {
  info
    .text(1, name)
    .message(2, (type) =>
      type.message(4, (sequence) =>
        sequence.message(1, (element) => element.message(1, (tensor) => tensor.integer(1, ELEMENT_TYPE.float32))),
      ),
    );
}

function writeFillValue(node: ProtobufWriter, fill: Node): void {
  const value = fill.attributes!.value as number;
  const raw = ELEMENT[fill.dtype](value);
  node.message(5, (attribute) => {
    attribute.text(1, 'value').message(5, (tensor) => writeTensor(tensor, '', [1], fill.dtype, raw));
    attribute.integer(20, 4);
  });
}

function writeFillShape(graph: ProtobufWriter, node: Node, name: string): void {
  const shape = BigInt64Array.from(node.shape, BigInt);
  graph.message(5, (tensor) => writeTensor(tensor, `${name}_shape`, [node.shape.length], 'int64', shape));
}

function writeConstant(tensor: ProtobufWriter, node: Node, name: string): void {
  const values = node.values!();
  if (values.length !== sizeOf(node.shape)) {
    throw new Error(`Internal: constant of shape [${node.shape}] made ${values.length} values.`);
  }
  writeTensor(tensor, name, node.shape, node.dtype, values);
}

function writeValueInfo(info: ProtobufWriter, node: Node, name: string): void {
  info.text(1, name).message(2, (type) =>
    type.message(1, (tensor) => {
      tensor.integer(1, ELEMENT_TYPE[node.dtype]);
      tensor.message(2, (shape) => {
        for (const dimension of node.shape) shape.message(1, (entry) => entry.integer(1, dimension));
      });
    }),
  );
}
