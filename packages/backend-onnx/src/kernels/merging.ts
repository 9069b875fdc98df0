import { sizeOf, unshaped } from '../graph/node.js';
import { asTransposed, recordTransposed } from '../lower/transposed-convolution.js';
import { binary, unary } from './elementwise.js';
import type { Graph, Node } from './kernel.js';

/** Addition; a bias joins the matrix product or convolution that it is added to. */
export function add(g: Graph, a: Node, b: Node): Node {
  const channels = a.shape.at(-1) ?? 1;
  const isBias = b.shape.length > 0 && b.shape.at(-1) === channels && sizeOf(b.shape) === channels;
  const source = isBias && a.shape.length >= b.shape.length ? movedFrom(a, channels) : a;
  if (isBias && source.op === 'Gemm' && source.inputs.length === 2 && source.shape[1]! % channels === 0) {
    // Columns of the product run over phases and channels; every phase gets the same bias.
    const phases = source.shape[1]! / channels;
    const row = g.reshape(b, [1, channels]);
    const tiled = phases === 1 ? row : g.op('Expand', [row, g.ints([phases, channels])], [phases, channels], 'float32');
    const bias = g.reshape(tiled, [source.shape[1]!]);
    const joined = g.op('Gemm', [...source.inputs, bias], source.shape, 'float32', source.attributes);
    return moveLike(g, joined, a);
  }
  const convolution = isBias ? asTransposed(unshaped(a)) : undefined;
  if (convolution && convolution.bias === undefined && !convolution.relu && convolution.shape[3] === channels) {
    return g.reshape(recordTransposed(g, { ...convolution, bias: g.reshape(b, [channels]) }), a.shape);
  }
  const transposed = isBias && a.op === 'Transpose' ? a.inputs[0]! : undefined;
  if (transposed?.op === 'ConvTranspose' && transposed.inputs.length === 2 && transposed.shape[1] === channels) {
    const inputs = [...transposed.inputs, g.reshape(b, [channels])];
    const joined = g.op('ConvTranspose', inputs, transposed.shape, 'float32', transposed.attributes);
    return g.op('Transpose', [joined], a.shape, 'float32', a.attributes);
  }
  return binary(g, 'Add', a, b);
}

/**
 * max(x, 0). It is put directly behind the product that x comes from, so that ONNX Runtime can merge the two; everything
 * between them only moves elements.
 */
export function relu(g: Graph, x: Node): Node {
  const source = movedFrom(x, 1);
  const convolution = asTransposed(source);
  if (convolution) return moveLike(g, recordTransposed(g, { ...convolution, relu: true }), x);
  return source.op === 'Gemm' ? moveLike(g, unary(g, 'Relu', source), x) : unary(g, 'Relu', x);
}

/** The value before reshapes and constant gathers, which only move elements, `together` neighbours as one. */
function movedFrom(x: Node, together: number): Node {
  let source = x;
  while (source.op === 'Reshape' || (source.op === 'Gather' && source.inputs[1]!.op === 'Constant')) {
    if (source.op === 'Gather' && source.shape.at(-1)! % together !== 0) return source;
    source = source.inputs[0]!;
  }
  return source;
}

/** Moves the elements of `source` in the way that led to `x`. */
function moveLike(g: Graph, source: Node, x: Node): Node {
  if (x.op === 'Reshape') return g.reshape(moveLike(g, source, x.inputs[0]!), x.shape);
  if (x.op !== 'Gather') return source;
  return g.op('Gather', [moveLike(g, source, x.inputs[0]!), x.inputs[1]!], x.shape, x.dtype, x.attributes);
}
