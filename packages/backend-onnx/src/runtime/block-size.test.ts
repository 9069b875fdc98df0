import { expect, test } from 'vitest';
import { Graph } from '../graph/graph.js';
import { type Node, sizeOf } from '../graph/node.js';
import { type Program, planProgram } from '../graph/program.js';
import { rewrite } from '../graph/rewrite.js';
import { asBlocks } from '../lower/as-blocks.js';
import { lower } from '../lower/lower.js';
import { asTransposed, recordTransposed } from '../lower/transposed-convolution.js';
import { encodeModel, feedName, outputName } from '../onnx/model.js';
import { nodeRuntime } from './node/node-runtime.js';

const runtime = nodeRuntime({ executionProvider: 'cpu', threads: 1, graphOptimizationLevel: 'all' });
const blockSize = (): number | undefined => runtime.blockSize();

/** Input, kernel, stride and padding of one axis, and where its result ends. */
type Axis = readonly [input: number, kernel: number, stride: number, before: number, output: number];

/** A transposed convolution of three images. */
function recorded(g: Graph, [outputs, channels]: readonly [number, number], [v, h]: readonly [Axis, Axis]): Node {
  const axes = [v, h].map(([input, kernel, stride, before, output]) => ({
    ...{ input: output, output: input, kernel, stride, before },
    dilation: 1,
  }));
  const feeds = [[3, v[0], h[0], outputs], [v[1], h[1], channels, outputs], [channels]].map((shape, k) => {
    const array = Float32Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(7 * i + k) / 3);
    return g.feed({ array, references: 1, poolable: false }, shape, 'float32');
  });
  const [dy, filter, bias] = feeds as [Node, Node, Node];
  return recordTransposed(g, { dy, filter, bias, relu: true, vertical: axes[0]!, horizontal: axes[1]! });
}

function result({ nodes, feeds, outputs }: Program): Float32Array {
  const session = runtime.compile(encodeModel({ nodes, feeds, outputs }));
  const [{ shape: size }] = outputs as [Node];
  const values = new Float32Array(sizeOf(size));
  session.run(
    Object.fromEntries(feeds.map(({ feed, shape }, i) => [feedName(i), runtime.wrap(feed!.array, 'float32', shape)])),
    { [outputName(0)]: runtime.wrap(values, 'float32', size) },
  );
  session.dispose();
  return values;
}

const usesBlocks = ({ nodes }: Program): boolean => nodes.some(({ op }) => op === 'com.microsoft.nchwc.Conv');

const geometries: [string, Axis, Axis][] = [
  ['stride 2', [4, 4, 2, 1, 8], [5, 4, 2, 1, 10]],
  ['a kernel that is no multiple of the stride', [4, 3, 2, 1, 8], [3, 5, 3, 2, 9]],
  ['stride 1', [4, 3, 1, 1, 4], [5, 3, 1, 1, 5]],
  ['no padding', [3, 5, 2, 0, 9], [4, 2, 2, 0, 8]],
];

test.runIf(process.arch === 'x64')('every x64 processor has blocks; the tests below would not run without', () => {
  expect(blockSize()).toBeDefined();
});

test.skipIf(blockSize() === undefined).each(geometries)('blocks give what products give: %s', (_, v, h) => {
  const program = planProgram([recorded(new Graph(), [32, 16], [v, h])]);
  const blocks = lower(program, blockSize);
  expect(usesBlocks(blocks)).toBe(true);
  const [expected, found] = [result(lower(program, () => undefined)), result(blocks)];
  expect(expected.some((value) => value === 0)).toBe(true);
  expect(Math.max(...expected.map((value, i) => Math.abs(value - found[i]!)))).toBeLessThan(2e-5);
});

test.skipIf(blockSize() === undefined)('channels of the result that fill no block are filled up', () => {
  for (const channels of [3, 12]) {
    const program = planProgram([recorded(new Graph(), [32, channels], [geometries[0]![1], geometries[0]![2]])]);
    const blocks = rewrite(program, (g, node, inputs) => {
      const convolution = asTransposed(node, inputs);
      return convolution === undefined ? g.copy(node, inputs) : asBlocks(g, convolution, blockSize()!)!;
    });
    expect(usesBlocks(blocks)).toBe(true);
    const [expected, found] = [result(lower(program, () => undefined)), result(blocks)];
    expect(Math.max(...expected.map((value, i) => Math.abs(value - found[i]!)))).toBeLessThan(2e-5);
  }
});

test('the block size matters: with a wrong one the check at the start fails', () => {
  const program = planProgram([recorded(new Graph(), [32, 16], [geometries[0]![1], geometries[0]![2]])]);
  const expected = result(lower(program, () => undefined));
  const wrong = blockSize() === 8 ? 16 : 8;
  let found: Float32Array | undefined;
  try {
    found = result(lower(program, () => wrong));
  } catch {
    // Refused, which is as good.
  }
  expect(found).not.toEqual(expected);
});

test('channels that fill no blocks, a single position and other programs stay products, and nobody asks', () => {
  const g = new Graph();
  const [axis] = geometries[0]!.slice(1) as [Axis];
  for (const channels of [[12, 16] as const, [16, 12] as const]) {
    expect(usesBlocks(lower(planProgram([recorded(g, channels, [axis, axis])]), () => 8))).toBe(false);
  }
  const flat: Axis = [1, 1, 1, 0, 1];
  expect(usesBlocks(lower(planProgram([recorded(g, [16, 16], [flat, axis])]), () => 8))).toBe(false);
  const other = planProgram([g.op('Neg', [g.scalar(1)], [], 'float32')]);
  expect(lower(other, () => expect.fail('asked'))).toBe(other);
});
