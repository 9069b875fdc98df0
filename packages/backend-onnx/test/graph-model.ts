import * as tf from '@tensorflow/tfjs';

type AttributeValue = Record<string, unknown>;

/** One node of a TensorFlow GraphDef, in the JSON of tfjs-converter. */
export interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly input: readonly string[];
  readonly attr: Readonly<Record<string, AttributeValue>>;
}

/** A function of a GraphDef's library, which `While` and `If` call. */
export interface GraphFunction {
  readonly name: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
  readonly nodes: readonly GraphNode[];
  /** Which node's output each output is. */
  readonly returns: Readonly<Record<string, string>>;
}

/** A weight by the name of its `Const` node. */
export type Weights = Readonly<Record<string, { shape: number[]; values: Float32Array | Int32Array }>>;

/** Strings are base64 in this JSON. */
export const text = (value: string): AttributeValue => ({ s: btoa(value) });
export const texts = (values: readonly string[]): AttributeValue => ({ list: { s: values.map(btoa) } });
export const int = (value: number): AttributeValue => ({ i: `${value}` });
export const ints = (values: readonly number[]): AttributeValue => ({ list: { i: values.map(String) } });
export const float = (value: number): AttributeValue => ({ f: value });
export const bool = (value: boolean): AttributeValue => ({ b: value });
export const type = (value: string): AttributeValue => ({ type: value });
export const shape = (dims: readonly number[]): AttributeValue => ({
  shape: { dim: dims.map((size) => ({ size: `${size}` })) },
});
export const calls = (name: string): AttributeValue => ({ func: { name, attr: {} } });

/** A node of an operation. */
export function node(name: string, op: string, input: readonly string[], attr: GraphNode['attr'] = {}): GraphNode {
  return { name, op, input, attr };
}

/** A node that the caller feeds. */
export function placeholder(name: string, dims: readonly number[], dtype = 'DT_FLOAT'): GraphNode {
  return node(name, 'Placeholder', [], { dtype: type(dtype), shape: shape(dims) });
}

/** Loads a graph model from its nodes, on the current backend. */
export function load(
  nodes: readonly GraphNode[],
  weights: Weights = {},
  functions: readonly GraphFunction[] = [],
): Promise<tf.GraphModel> {
  const weightSpecs = Object.entries(weights).map(([name, { shape: dims, values }]) => ({
    name,
    shape: dims,
    dtype: values instanceof Float32Array ? ('float32' as const) : ('int32' as const),
  }));
  const constants = weightSpecs.map(({ name, dtype }) =>
    node(name, 'Const', [], { dtype: type(dtype === 'float32' ? 'DT_FLOAT' : 'DT_INT32') }),
  );
  const bytes = Object.values(weights).map(({ values }) => Buffer.from(values.buffer));
  const joined = new Uint8Array(Buffer.concat(bytes));
  const args = (named: Readonly<Record<string, string>>): object[] =>
    Object.entries(named).map(([name, dtype]) => ({ name, type: dtype }));
  return tf.loadGraphModel(
    tf.io.fromMemory({
      format: 'graph-model',
      modelTopology: {
        node: [...constants, ...nodes],
        versions: { producer: 1 },
        library: {
          function: functions.map((each) => ({
            signature: { name: each.name, inputArg: args(each.inputs), outputArg: args(each.outputs) },
            nodeDef: each.nodes,
            ret: each.returns,
          })),
        },
      },
      weightSpecs,
      weightData: joined.buffer,
    }),
  );
}
