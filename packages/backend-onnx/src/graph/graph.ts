import {
  type Attributes,
  type ConstantValues,
  type Node,
  type NodeType,
  type SharedBuffer,
  sameShape,
  sizeOf,
} from './node.js';

/** Descriptions remembered; a program whose shapes keep changing makes new ones at every step. */
const MOST_SIGNATURES = 2 ** 17;

const signatures = new Map<string, number>();
let nextSignature = 0;

function signatureOf(description: string): number {
  let signature = signatures.get(description);
  if (signature === undefined) {
    // What comes back later gets another number, hence is compiled once more; no number is ever used for two things.
    if (signatures.size >= MOST_SIGNATURES) signatures.clear();
    signature = nextSignature++;
    signatures.set(description, signature);
  }
  return signature;
}

function describe(attributes: Attributes | undefined): string {
  if (attributes === undefined) return '';
  let text = '';
  for (const name in attributes) {
    const value = attributes[name]!;
    text += `${name}=${typeof value === 'object' && 'float' in value ? `f${value.float}` : value};`;
  }
  return text;
}

/**
 * The operations recorded since the last flush. Identical operations on identical inputs are recorded once, which is how
 * the patches of a convolution are shared between its forward pass and its filter gradient.
 */
export class Graph {
  #next = 0;
  #known = new Map<string, Node>();

  /** Nodes recorded since the last `forget`. */
  get size(): number {
    return this.#known.size;
  }

  /** Starts a new graph: nodes recorded so far are no longer reused. */
  forget(): void {
    this.#known = new Map();
  }

  /** A new input of the graph. The caller owns the buffer's reference count. */
  feed(buffer: SharedBuffer, shape: readonly number[], dtype: NodeType): Node {
    const signature = signatureOf(`Feed||${dtype}|${shape}`);
    return { id: this.#next++, op: 'Feed', inputs: [], shape, dtype, signature, feed: buffer };
  }

  /**
   * Records one ONNX operator; `op` may carry its domain, as in `com.microsoft.FusedMatMul`, and which of its outputs is
   * meant, as in `TopK#1`.
   */
  op(op: string, inputs: readonly Node[], shape: readonly number[], dtype: NodeType, attributes?: Attributes): Node {
    // Shape and type follow from operator, attributes and inputs, except for a fill.
    const extent = op === 'Fill' ? `${dtype}|${shape}` : '';
    const signature = signatureOf(attributes === undefined ? op : `${op}|${describe(attributes)}|${extent}`);
    let key = `${signature}`;
    for (const input of inputs) key += `,${input.id}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const node: Node = { id: this.#next++, op, inputs, shape, dtype, attributes, signature };
    this.#known.set(key, node);
    return node;
  }

  /** A node that equals no other, even on the same inputs. */
  distinct(op: string, inputs: readonly Node[], shape: readonly number[], dtype: NodeType): Node {
    return { id: this.#next++, op, inputs, shape, dtype, signature: signatureOf(op) };
  }

  /** A node of another graph on inputs of this one, of the same shapes and types. */
  copy(node: Node, inputs: readonly Node[]): Node {
    if (node.op === 'Feed') return { ...node, id: this.#next++ };
    if (node.op === 'Reshape') return this.reshape(inputs[0]!, node.shape);
    let key = `${node.signature}`;
    for (const input of inputs) key += `,${input.id}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const copied: Node = { ...node, id: this.#next++, inputs };
    this.#known.set(key, copied);
    return copied;
  }

  /** A constant; `key` must determine the values. */
  constant(key: string, shape: readonly number[], dtype: NodeType, values: ConstantValues): Node {
    const signature = signatureOf(`Constant|${key}|${dtype}|${shape}`);
    const known = this.#known.get(`${signature}`);
    if (known !== undefined) return known;
    const node: Node = { id: this.#next++, op: 'Constant', inputs: [], shape, dtype, signature, values };
    this.#known.set(`${signature}`, node);
    return node;
  }

  /** A constant vector of int64: axes, shapes, bounds. */
  ints(values: readonly number[]): Node {
    return this.constant(`[${values}]`, [values.length], 'int64', () => BigInt64Array.from(values, BigInt));
  }

  /** A constant scalar. Only for numbers that belong to the operation, never for a tensor's data. */
  scalar(value: number, dtype: 'float32' | 'int32' = 'float32'): Node {
    return this.constant(Object.is(value, -0) ? '-0' : `${value}`, [], dtype, () =>
      dtype === 'float32' ? Float32Array.of(value) : Int32Array.of(value),
    );
  }

  /** All zeros or all ones, without memory until something needs the elements. */
  fill(shape: readonly number[], value: 0 | 1, dtype: NodeType): Node {
    return this.op('Fill', [], shape, dtype, { value });
  }

  /** A node's elements under another shape. */
  reshape(x: Node, shape: readonly number[]): Node {
    if (sameShape(x.shape, shape)) return x;
    if (x.op === 'Reshape') return this.reshape(x.inputs[0]!, shape);
    if (x.op === 'Fill') return this.fill(shape, x.attributes!.value as 0 | 1, x.dtype);
    return this.op('Reshape', [x, this.ints(shape)], shape, x.dtype);
  }

  /** Axes permuted; a permutation that only moves axes of length 1 is a reshape. */
  transpose(x: Node, permutation: readonly number[]): Node {
    const shape = permutation.map((axis) => x.shape[axis]!);
    let last = -1;
    let moves = false;
    for (const axis of permutation) {
      if (x.shape[axis] === 1) continue;
      if (axis < last) moves = true;
      last = axis;
    }
    if (!moves) return this.reshape(x, shape);
    return this.op('Transpose', [x], shape, x.dtype, { perm: permutation });
  }

  /** Another element type by ONNX's rules (floats are truncated). */
  cast(x: Node, dtype: NodeType): Node {
    if (x.dtype === dtype) return x;
    if (x.op === 'Fill') return this.fill(x.shape, x.attributes!.value as 0 | 1, dtype);
    const to = { float32: 1, int32: 6, int64: 7, bool: 9, float64: 11 }[dtype];
    return this.op('Cast', [x], x.shape, dtype, { to });
  }

  /**
   * Sum over axes. Long columns of floats are summed in stages: ONNX Runtime adds rows one after the other, and after
   * 10⁵ additions float32 has lost three digits (a bias gradient has that many).
   */
  sum(x: Node, axes: readonly number[], keepDims = false): Node {
    const kept = x.shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
    const shape = keepDims ? kept : x.shape.filter((_, axis) => !axes.includes(axis));
    if (sizeOf(kept) === sizeOf(x.shape)) return this.reshape(x, shape);
    // ONNX Runtime's sum of int32 saturates; integers wrap around.
    if (x.dtype === 'int32') return this.cast(this.sum(this.cast(x, 'int64'), axes, keepDims), 'int32');
    const columns = x.dtype === 'float32' ? columnsOf(x.shape, axes) : undefined;
    if (!columns) return this.op('ReduceSum', [x, this.ints(axes)], shape, x.dtype, { keepdims: keepDims ? 1 : 0 });
    const [outer, length, width] = columns;
    const lanes = lanesOf(length, width);
    const stages = [...stagesOf(length / lanes), ...(lanes > 1 ? [lanes] : [])];
    let partial = x;
    let left = length;
    for (const [i, stage] of stages.entries()) {
      left /= stage;
      // The lanes are the last stage; until then they lie side by side.
      const isLast = i === stages.length - 1;
      const [rows, breadth] = isLast ? [left, width] : [left / lanes, lanes * width];
      const split = this.reshape(partial, [outer * rows, stage, breadth]);
      partial = this.op('ReduceSum', [split, this.ints([1])], [outer * rows, breadth], x.dtype, { keepdims: 0 });
    }
    return this.reshape(partial, shape);
  }
}

/** Rows that are added one after the other without a loss that matters. */
const STAGE = 128;

/** Summed axes as the middle of `[outer, length, width]`, if they are neighbours and long columns. */
function columnsOf(shape: readonly number[], axes: readonly number[]): [number, number, number] | undefined {
  const first = Math.min(...axes);
  const last = Math.max(...axes);
  if (last - first + 1 !== axes.length) return undefined;
  const length = sizeOf(shape.slice(first, last + 1));
  const width = sizeOf(shape.slice(last + 1));
  return width > 1 && length > STAGE ? [sizeOf(shape.slice(0, first)), length, width] : undefined;
}

/** Numbers of rows that are added one after the other, stage by stage, until one is left. */
function stagesOf(length: number): number[] {
  const stages: number[] = [];
  for (let left = length; left > 1; left /= stages.at(-1)!) stages.push(stageOf(left));
  return stages;
}

/** Columns that are too few for the processor's vectors. */
const NARROW = 16;
/** Numbers side by side that fill them. */
const WIDE = 64;

/** Rows that are summed side by side, so that a sum over few columns, such as an image's colours, uses vectors. */
function lanesOf(length: number, width: number): number {
  let lanes = 1;
  if (width > NARROW) return lanes;
  while (lanes * width < WIDE && length % (2 * lanes) === 0 && length / (2 * lanes) >= 8) lanes *= 2;
  return lanes;
}

/** The largest divisor of a length up to the stage's; all of it where there is none worth a stage. */
function stageOf(length: number): number {
  for (let stage = Math.min(STAGE, length); stage >= 8; stage--) if (length % stage === 0) return stage;
  return length;
}
