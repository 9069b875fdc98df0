import { binary } from './elementwise.js';
import { axesOf, type Graph, type Node, type Recorders } from './kernel.js';
import { slice } from './shape.js';

/** Elements moved along an axis by some places, ones behind them. */
function moved(g: Graph, x: Node, axis: number, places: number, backwards: boolean): Node {
  const length = x.shape[axis]!;
  const begin = x.shape.map((_, i) => (i === axis && backwards ? places : 0));
  const size = x.shape.map((n, i) => (i === axis ? length - places : n));
  const ones = g.fill(
    x.shape.map((n, i) => (i === axis ? places : n)),
    1,
    x.dtype,
  );
  const kept = slice(g, x, begin, size);
  return g.op('Concat', backwards ? [kept, ones] : [ones, kept], x.shape, x.dtype, { axis });
}

/** Running sums and products. */
export const runningTotals: Recorders = {
  Cumsum: (g, { x }, { axis, exclusive, reverse }) => {
    const values = x!.dtype === 'bool' ? g.cast(x!, 'int32') : x!;
    if (values.shape.length === 0) return exclusive ? g.fill([], 0, values.dtype) : values;
    const [dimension] = axesOf(axis, values.shape.length);
    const attributes = { exclusive: exclusive ? 1 : 0, reverse: reverse ? 1 : 0 };
    return g.op('CumSum', [values, g.reshape(g.ints([dimension!]), [])], values.shape, values.dtype, attributes);
  },
  // ONNX has no running product; after n steps every element holds the product of 2ⁿ neighbours.
  Cumprod: (g, { x }, { axis, exclusive, reverse }) => {
    const values = x!.dtype === 'bool' ? g.cast(x!, 'int32') : x!;
    if (values.shape.length === 0) return exclusive ? g.fill([], 1, values.dtype) : values;
    const [dimension] = axesOf(axis, values.shape.length);
    const length = values.shape[dimension!]!;
    const backwards = reverse === true;
    let product = exclusive ? moved(g, values, dimension!, 1, backwards) : values;
    for (let places = 1; places < length; places *= 2) {
      product = binary(g, 'Mul', product, moved(g, product, dimension!, places, backwards));
    }
    return product;
  },
};
