/** Element types a graph value can have; int64 (shapes, axes) and float64 exist only inside the graph. */
export type NodeType = 'float32' | 'int32' | 'bool' | 'int64' | 'float64';

/** Typed arrays that hold values on the host. bool is one byte an element, as in ONNX. */
export type HostArray = Float32Array | Int32Array | Uint8Array;

/** An ONNX attribute: integers, strings, lists of integers, or a float marked as such. */
export type Attribute = number | string | readonly number[] | { readonly float: number };

export type Attributes = Readonly<Record<string, Attribute>>;

/** Table of constant values; made only when a model is built, since most traces hit the session cache. */
export type ConstantValues = () => Float32Array | Int32Array | BigInt64Array;

/**
 * One value of a trace. `Feed` nodes carry the host data, `Constant` nodes a way to make their values; every other node
 * is one ONNX operator with one output. Nodes are immutable and identical nodes of a trace are the same object.
 */
export interface Node {
  readonly id: number;
  readonly op: string;
  readonly inputs: readonly Node[];
  readonly shape: readonly number[];
  readonly dtype: NodeType;
  readonly attributes?: Attributes;
  /** Number that stands for operator, attributes, type and shape (never for data). */
  readonly signature: number;
  readonly feed?: SharedBuffer;
  readonly values?: ConstantValues;
}

/** Host memory that several tensors and pending nodes may use; it goes back to its pool when the last one lets go. */
export interface SharedBuffer {
  readonly array: HostArray;
  references: number;
  /** False once anyone outside has seen the array, or if it came from outside. */
  poolable: boolean;
}

/** Number of elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  let size = 1;
  for (const dimension of shape) size *= dimension;
  return size;
}

/** Whether two shapes are the same. */
export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** A node without the reshape on top, which changes no value; `Graph.reshape` never nests them. */
export function unshaped(node: Node): Node {
  return node.op === 'Reshape' ? node.inputs[0]! : node;
}
