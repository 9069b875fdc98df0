import { sigmoid } from './activation.js';
import {
  broadcastShape,
  type Graph,
  type KernelAttributes,
  type Node,
  type NodeInputs,
  type Recorders,
} from './kernel.js';
import { add, relu } from './merging.js';

/** Product of two matrices, either of them transposed. */
export function gemm(g: Graph, a: Node, b: Node, transA = false, transB = false): Node {
  const rows = a.shape[transA ? 1 : 0]!;
  const columns = b.shape[transB ? 0 : 1]!;
  const attributes = { ...(transA ? { transA: 1 } : {}), ...(transB ? { transB: 1 } : {}) };
  return g.op('Gemm', [a, b], [rows, columns], 'float32', attributes);
}

/** Product over the last two axes; the others are broadcast. */
export function matMul(g: Graph, a: Node, b: Node, transA: boolean, transB: boolean): Node {
  if (a.shape.length < 2 || b.shape.length < 2) {
    throw new Error(`matMul: expected tensors of rank 2 or more, found shapes [${a.shape}] and [${b.shape}].`);
  }
  const [left, right] = [a.shape.at(transA ? -2 : -1), b.shape.at(transB ? -1 : -2)];
  if (left !== right) {
    throw new Error(
      `Error in matMul: inner shapes (${left}) and (${right}) of Tensors with shapes ${a.shape} and ${b.shape} and ` +
        `transposeA=${transA} and transposeB=${transB} must match.`,
    );
  }
  if (a.shape.length === 2 && b.shape.length === 2) return gemm(g, a, b, transA, transB);
  const batch = broadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const shape = [...batch, a.shape.at(transA ? -1 : -2)!, b.shape.at(transB ? -2 : -1)!];
  const leading = batch.reduce((product, n) => product * n, 1);
  if (leading === 1) return g.reshape(gemm(g, matrix(g, a), matrix(g, b), transA, transB), shape);
  // One matrix on the right serves all rows of the left at once.
  if (!transA && b.shape.slice(0, -2).every((n) => n === 1)) {
    const rows = g.reshape(a, [leading * a.shape.at(-2)!, a.shape.at(-1)!]);
    return g.reshape(gemm(g, rows, matrix(g, b), false, transB), shape);
  }
  const attributes = { transA: transA ? 1 : 0, transB: transB ? 1 : 0 };
  return g.op('com.microsoft.FusedMatMul', [a, b], shape, 'float32', attributes);
}

function matrix(g: Graph, x: Node): Node {
  return g.reshape(x, x.shape.slice(-2));
}

/** The activation of a fused kernel, or undefined if it is not one of those recorded natively. */
export function activate(g: Graph, x: Node, attributes: KernelAttributes): Node | undefined {
  switch (attributes.activation ?? 'linear') {
    case 'linear':
      return x;
    case 'relu':
      return relu(g, x);
    case 'sigmoid':
      return sigmoid(g, x);
    case 'relu6':
      return g.op('Clip', [x, g.scalar(0), g.scalar(6)], x.shape, 'float32');
    default:
      return undefined;
  }
}

function floats(inputs: NodeInputs): boolean {
  return Object.values(inputs).every((input) => input === undefined || input.dtype === 'float32');
}

/** Matrix products. */
export const matrixProducts: Recorders = {
  BatchMatMul: (g, inputs, { transposeA, transposeB }) =>
    floats(inputs) ? matMul(g, inputs.a!, inputs.b!, transposeA as boolean, transposeB as boolean) : undefined,
  _FusedMatMul: (g, inputs, attributes) => {
    const { a, b, bias } = inputs;
    if (!floats(inputs) || inputs.preluActivationWeights) return undefined;
    const product = matMul(g, a!, b!, attributes.transposeA as boolean, attributes.transposeB as boolean);
    return activate(g, bias ? add(g, product, bias) : product, attributes);
  },
};
