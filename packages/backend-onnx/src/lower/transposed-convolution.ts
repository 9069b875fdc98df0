import type { Graph } from '../graph/graph.js';
import type { Attributes, Node } from '../graph/node.js';
import type { WindowAxis } from './patches.js';

/** Operator of the trace, not of ONNX: it takes the form that the machine is fastest with when a graph is compiled. */
export const TRANSPOSED_CONVOLUTION = 'TransposedConvolution';

/** A transposed convolution: what it computes with, and how its windows move over the result. */
export interface TransposedConvolution {
  /** `[batch, rows, columns, outputs]`. */
  readonly dy: Node;
  /** `[kernel rows, kernel columns, channels, outputs]`. */
  readonly filter: Node;
  /** `[channels]`, added to the result. */
  readonly bias: Node | undefined;
  /** Whether what is negative becomes 0. */
  readonly relu: boolean;
  readonly vertical: WindowAxis;
  readonly horizontal: WindowAxis;
  /** Shape of the result, `[batch, height, width, channels]`. */
  readonly shape: readonly number[];
}

/** Records a transposed convolution. */
export function recordTransposed(
  g: Graph,
  { dy, filter, bias, relu, vertical, horizontal }: Omit<TransposedConvolution, 'shape'>,
): Node {
  const attributes: Attributes = { vertical: listOf(vertical), horizontal: listOf(horizontal), relu: relu ? 1 : 0 };
  const shape = [dy.shape[0]!, vertical.input, horizontal.input, filter.shape[2]!];
  return g.op(TRANSPOSED_CONVOLUTION, bias ? [dy, filter, bias] : [dy, filter], shape, 'float32', attributes);
}

/** The transposed convolution that a node stands for, on some inputs in place of its own; undefined for other nodes. */
export function asTransposed(node: Node, inputs: readonly Node[] = node.inputs): TransposedConvolution | undefined {
  if (node.op !== TRANSPOSED_CONVOLUTION) return undefined;
  const [dy, filter, bias] = inputs;
  const { vertical, horizontal, relu } = node.attributes as Record<string, unknown>;
  return {
    dy: dy!,
    filter: filter!,
    bias,
    relu: relu === 1,
    vertical: axisOf(vertical as number[]),
    horizontal: axisOf(horizontal as number[]),
    shape: node.shape,
  };
}

function listOf(axis: WindowAxis): number[] {
  return [axis.input, axis.output, axis.kernel, axis.stride, axis.dilation, axis.before];
}

function axisOf(list: readonly number[]): WindowAxis {
  const [input, output, kernel, stride, dilation, before] = list as [number, number, number, number, number, number];
  return { input, output, kernel, stride, dilation, before };
}
