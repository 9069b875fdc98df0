import type { Graph } from '../graph/graph.js';
import type { Node } from '../graph/node.js';
import { describe, repeat } from './as-blocks.js';
import { patches } from './patches.js';
import { phasesOf, phaseTaps, pixelPhases } from './phases.js';
import type { TransposedConvolution } from './transposed-convolution.js';

/**
 * A transposed convolution as one matrix product of all phases at every position. (Measured: a tighter form, one product
 * a phase, gathers four times as much; product first and overlaps added afterwards moves more memory than it saves,
 * unless the result has few channels.)
 */
export function asProduct(g: Graph, convolution: TransposedConvolution): Node {
  const { dy, bias, relu, vertical, horizontal, shape } = convolution;
  const [batch, channels] = [shape[0]!, shape[3]!];
  const [v, h] = [phasesOf(vertical), phasesOf(horizontal)];
  const windows = patches(g, dy, v.window, h.window);
  const phaseCount = vertical.stride * horizontal.stride;
  const inputs = [windows, weights(g, convolution)];
  if (bias) inputs.push(repeat(g, bias, phaseCount));
  const size = [windows.shape[0]!, phaseCount * channels];
  const product = g.op('Gemm', inputs, size, 'float32', { transB: 1 });
  const activated = relu ? g.op('Relu', [product], size, 'float32') : product;
  const pixels = g.reshape(activated, [batch, v.positions * h.positions * phaseCount, channels]);
  if (phaseCount === 1 && v.first === 0 && h.first === 0) return g.reshape(pixels, shape);
  const indices = g.constant(`pixels ${describe(convolution)}`, [vertical.input * horizontal.input], 'int32', () =>
    Int32Array.from(pixelPhases(vertical, horizontal).map(({ position, phase }) => position * phaseCount + phase)),
  );
  const gathered = g.op('Gather', [pixels, indices], [batch, indices.shape[0]!, channels], 'float32', { axis: 1 });
  return g.reshape(gathered, shape);
}

/** Weights `[phases * channels, taps * outputs]`. Kernels that are no multiple of the stride are filled with zeros. */
function weights(g: Graph, { filter, vertical, horizontal }: TransposedConvolution): Node {
  const [kernelRows, kernelColumns, channels, outputs] = filter.shape as [number, number, number, number];
  const taps = phaseTaps(vertical, horizontal);
  const [count, size] = [taps.length, taps[0]!.length];
  const total = kernelRows * kernelColumns * channels;
  let rows = g.reshape(filter, [total, outputs]);
  if (count * size > kernelRows * kernelColumns) {
    rows = g.op('Pad', [rows, g.ints([0, 0, 1, 0])], [total + 1, outputs], 'float32');
  }
  const key = `phases ${[kernelRows, kernelColumns, channels, vertical.stride, horizontal.stride]}`;
  const indices = g.constant(key, [count * channels * size], 'int32', () => {
    const list: number[] = [];
    for (const kernel of taps) {
      for (let channel = 0; channel < channels; channel++) {
        for (const { row, column } of kernel) {
          const outside = row >= kernelRows || column >= kernelColumns;
          list.push(outside ? total : (row * kernelColumns + column) * channels + channel);
        }
      }
    }
    return Int32Array.from(list);
  });
  const ordered = g.op('Gather', [rows, indices], [indices.shape[0]!, outputs], 'float32', { axis: 0 });
  return g.reshape(ordered, [count * channels, size * outputs]);
}
