import type { Graph } from '../graph/graph.js';
import type { Node } from '../graph/node.js';
import { type Phases, phasesOf, phaseTaps, pixelPhases } from './phases.js';
import type { TransposedConvolution } from './transposed-convolution.js';

/** ONNX Runtime's own operators for channels in blocks, which it otherwise puts into graphs itself. */
const NCHWC = 'com.microsoft.nchwc';

/** Numbers that are worth being copied as a row. */
const LEAST_ROW = 16;

/**
 * A transposed convolution as one direct convolution of all phases over channels in blocks, the fastest kernel in ONNX
 * Runtime: it needs neither patches nor padding. The phases are gathered from the blocks.
 * @param block Channels in a block: 8 or 16, the width of the processor's vectors.
 * @returns Undefined where the channels of `dy` do not fill blocks, or windows leave the image in a way that the operator
 *   lacks. Channels of the result that do not are filled up, which is work for nothing.
 */
export function asBlocks(g: Graph, convolution: TransposedConvolution, block: number): Node | undefined {
  const { dy, bias, relu, vertical, horizontal, shape } = convolution;
  const [batch, , , outputs] = dy.shape as [number, number, number, number];
  const channels = shape[3]!;
  if (outputs % block !== 0) return undefined;
  const [v, h] = [phasesOf(vertical), phasesOf(horizontal)];
  const pads = [v.window.before, h.window.before, after(v), after(h)];
  if (v.positions === 1 || h.positions === 1 || pads.some((pad) => pad < 0)) return undefined;
  const phaseCount = vertical.stride * horizontal.stride;
  const width = phaseCount * channels;
  const filled = Math.ceil(width / block) * block;
  const blocks = g.op(`${NCHWC}.ReorderInput`, [dy], [batch, outputs, ...dy.shape.slice(1, 3)], 'float32', {
    channels_last: 1,
  });
  const inputs = [blocks, weights(g, convolution, filled, block)];
  if (bias) inputs.push(fill(g, repeat(g, bias, phaseCount), filled));
  const positions = v.positions * h.positions;
  const product = g.op(`${NCHWC}.Conv`, inputs, [batch, filled, v.positions, h.positions], 'float32', {
    kernel_shape: [v.window.kernel, h.window.kernel],
    pads,
    ...(relu ? { activation: 'Relu' } : {}),
  });
  // Rows of 8 numbers are too short to be gathered fast: 0.38 against 0.19 ms for [32, 9, 9, 128].
  const fromBlocks = block >= LEAST_ROW && channels % block === 0;
  const unit = fromBlocks ? block : channels;
  const perPixel = channels / unit;
  const ordered = fromBlocks ? product : channelsLast(g, product, width);
  const rows = g.reshape(ordered, [batch, (positions * width) / unit, unit]);
  const pixels = vertical.input * horizontal.input;
  const key = `pixels of ${[unit, channels]} ${describe(convolution)}`;
  const indices = g.constant(key, [pixels * perPixel], 'int32', () =>
    Int32Array.from(
      pixelPhases(vertical, horizontal).flatMap(({ position, phase }) =>
        fromBlocks
          ? Array.from({ length: perPixel }, (_, i) => (phase * perPixel + i) * positions + position)
          : [position * phaseCount + phase],
      ),
    ),
  );
  const gathered = g.op('Gather', [rows, indices], [batch, pixels * perPixel, unit], 'float32', { axis: 1 });
  return g.reshape(gathered, shape);
}

function channelsLast(g: Graph, blocks: Node, channels: number): Node {
  const [batch, , rows, columns] = blocks.shape as [number, number, number, number];
  const attributes = { channels, channels_last: 1 };
  return g.op(`${NCHWC}.ReorderOutput`, [blocks], [batch, rows, columns, channels], 'float32', attributes);
}

function after({ positions, window }: Phases): number {
  return positions + window.kernel - 1 - window.before - window.input;
}

/** A vector with zeros at its end. */
function fill(g: Graph, x: Node, length: number): Node {
  const missing = length - x.shape[0]!;
  return missing === 0 ? x : g.op('Pad', [x, g.ints([0, missing])], [length], 'float32');
}

/** A bias for every phase. */
export function repeat(g: Graph, bias: Node, phases: number): Node {
  const length = bias.shape[0]!;
  if (phases === 1) return bias;
  const tiled = g.op('Expand', [g.reshape(bias, [1, length]), g.ints([phases, length])], [phases, length], 'float32');
  return g.reshape(tiled, [phases * length]);
}

/**
 * Weights as the operator reads them: for each block of results and each block of inputs, by kernel row and column, a
 * matrix of inputs by results.
 */
function weights(
  g: Graph,
  { filter, vertical, horizontal }: TransposedConvolution,
  results: number,
  block: number,
): Node {
  const [kernelRows, kernelColumns, channels, outputs] = filter.shape as [number, number, number, number];
  const taps = phaseTaps(vertical, horizontal);
  const [count, size] = [taps.length, taps[0]!.length];
  const inBlocks = outputs / block;
  const total = kernelRows * kernelColumns * channels * inBlocks;
  let rows = g.reshape(filter, [total, block]);
  const isPartial = count * size > kernelRows * kernelColumns || count * channels < results;
  if (isPartial) rows = g.op('Pad', [rows, g.ints([0, 0, 1, 0])], [total + 1, block], 'float32');
  const key = `blocked phases ${[block, kernelRows, kernelColumns, channels, outputs, vertical.stride, horizontal.stride]}`;
  const length = results * inBlocks * size;
  const indices = g.constant(key, [length], 'int32', () => {
    const list = new Int32Array(length).fill(total);
    let next = 0;
    for (const kernel of taps) {
      for (let channel = 0; channel < channels; channel++) {
        for (let input = 0; input < inBlocks; input++) {
          for (const { row, column } of kernel) {
            const outside = row >= kernelRows || column >= kernelColumns;
            list[next++] = outside ? total : ((row * kernelColumns + column) * channels + channel) * inBlocks + input;
          }
        }
      }
    }
    return list;
  });
  const gathered = g.op('Gather', [rows, indices], [length, block], 'float32', { axis: 0 });
  const matrices = g.reshape(gathered, [results / block, block, inBlocks * size * block]);
  const blocked = g.transpose(matrices, [0, 2, 1]);
  const [kernelHeight, kernelWidth] = [phasesOf(vertical).window.kernel, phasesOf(horizontal).window.kernel];
  return g.reshape(blocked, [results, outputs, kernelHeight, kernelWidth]);
}

/** Names the geometry, for constants that depend on it. */
export function describe({ vertical, horizontal }: TransposedConvolution): string {
  return [vertical, horizontal].map((a) => [a.input, a.output, a.kernel, a.stride, a.before]).join(' ');
}
