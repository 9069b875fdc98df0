import type { Graph } from '../graph/graph.js';
import { type Node, sizeOf, unshaped } from '../graph/node.js';
import type { Program } from '../graph/program.js';
import { rewrite } from '../graph/rewrite.js';
import { isElementwise, isFull, isSingle } from './operators.js';

/** Neighbours that take the same number, from which on broadcasting is as fast as reading a repeated tensor. */
const LEAST_SPAN = 8;

/**
 * Repeats numbers as late as possible: what is computed of a repeated number alone is computed once, and where another
 * operand has the whole shape nothing is repeated at all. Gradients of sums and means are such.
 */
export function simplify(program: Program): Program {
  return rewrite(program, (g, node, inputs) => {
    if (node.op === 'Reshape') return reshaped(g, inputs[0]!, node.shape);
    if (node.op === 'Expand') return expand(g, inputs[0]!, node.shape);
    return isElementwise(node) && sizeOf(node.shape) > 1 ? elementwise(g, node, inputs) : g.copy(node, inputs);
  });
}

function elementwise(g: Graph, node: Node, inputs: readonly Node[]): Node {
  const wide = inputs.filter((input) => isFull(input, node));
  const [first] = wide;
  if (first?.op === 'Expand' && inputs.every((input) => input === first || isSingle(input))) {
    const source = first.inputs[0]!;
    const small = inputs.map((input) => (input === first ? source : single(g, input, source.shape.length)));
    return expand(g, compute(g, node, small, source.shape), node.shape);
  }
  if (node.op === 'Neg') return negative(g, node, inputs[0]!);
  const hasWhole = wide.some((input) => input.op !== 'Expand');
  const operands = hasWhole ? inputs.map((input) => unrepeated(input, node.shape)) : inputs;
  return compute(g, node, operands, node.shape);
}

/** −(a · b) is (−a) · b, which is less work where a is smaller than b. */
function negative(g: Graph, node: Node, x: Node): Node {
  const product = unshaped(x);
  if (x.dtype !== 'float32' || (product.op !== 'Mul' && product.op !== 'Div')) return compute(g, node, [x], node.shape);
  const at = product.inputs.findIndex((operand) => 2 * sizeOf(operand.shape) <= sizeOf(x.shape));
  if (at < 0) return compute(g, node, [x], node.shape);
  const small = product.inputs[at]!;
  const operands = product.inputs.with(at, g.op('Neg', [small], small.shape, small.dtype));
  return g.reshape(compute(g, product, operands, product.shape), node.shape);
}

function compute(g: Graph, node: Node, inputs: readonly Node[], shape: readonly number[]): Node {
  return g.op(node.op, inputs, shape, node.dtype, node.attributes);
}

/** A single number with no more axes than a result should have. */
export function single(g: Graph, x: Node, rank: number): Node {
  return x.shape.length > rank ? g.reshape(x, []) : x;
}

/** Operand that an expansion repeats, if broadcasting it to the shape is as fast. */
function unrepeated(operand: Node, shape: readonly number[]): Node {
  if (operand.op !== 'Expand') return operand;
  const source = operand.inputs[0]!;
  const aligned = [...shape.map(() => 1).slice(source.shape.length), ...source.shape];
  let span = 1;
  let repeated: boolean | undefined;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] === 1) continue;
    const once = aligned[axis] === 1;
    repeated ??= once;
    if (repeated !== once) break;
    span *= shape[axis]!;
  }
  return span >= LEAST_SPAN ? source : operand;
}

/** Repeats axes of length 1; what was repeated before is repeated once. */
function expand(g: Graph, x: Node, shape: readonly number[]): Node {
  if (sizeOf(x.shape) === sizeOf(shape)) return reshaped(g, x, shape);
  const source = x.op === 'Expand' ? x.inputs[0]! : x;
  return g.op('Expand', [source, g.ints(shape)], shape, x.dtype);
}

/** Another shape; one that only adds or removes axes of length 1 is taken by what is repeated. */
function reshaped(g: Graph, x: Node, shape: readonly number[]): Node {
  if (x.op !== 'Expand') return g.reshape(x, shape);
  const lengths = x.shape.filter((length) => length !== 1);
  const wanted = shape.filter((length) => length !== 1);
  if (`${lengths}` !== `${wanted}`) return g.reshape(x, shape);
  const source = x.inputs[0]!;
  const aligned = [...x.shape.map(() => 1).slice(source.shape.length), ...source.shape];
  const kept = aligned.filter((_, axis) => x.shape[axis] !== 1);
  const moved = shape.map((length) => (length === 1 ? 1 : kept.shift()!));
  return g.op('Expand', [g.reshape(source, moved), g.ints(shape)], shape, x.dtype);
}
