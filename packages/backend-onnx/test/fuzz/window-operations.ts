import { pairs } from '../pairs.js';
import type { Draw, Value } from './draw.js';
import { type Call, type Operation, operation } from './operation.js';

const sums = { exact: 'dyadic', smooth: true } as const;

/** An image `[batch, height, width, channels]`, of floats, not empty. */
function image(draw: Draw): Value {
  const suits = (value: Value): boolean =>
    value.dtype === 'float32' && value.shape.length === 4 && value.values.length > 0 && value.values.length < 400;
  const { random } = draw;
  const side = (): number => random.between(1, 7);
  const shape = [random.between(1, 2), side(), side(), random.between(1, 3)];
  return (random.chance(0.5) ? draw.value(suits) : undefined) ?? draw.fresh(shape, 'float32');
}

/** A window, its steps and its padding. */
function geometry(
  draw: Draw,
  x: Value,
): { window: [number, number]; rest: [number[], 'same' | 'valid' | number, string?] } {
  const { random } = draw;
  const [, height, width] = x.shape as [number, number, number];
  const window: [number, number] = [random.between(1, Math.min(4, height)), random.between(1, Math.min(4, width))];
  const strides = [random.between(1, 3), random.between(1, 3)];
  const pad = random.pick(['same', 'valid', 'valid', 1] as const);
  return { window, rest: pad === 1 ? [strides, pad] : [strides, pad] };
}

const rounding = (pad: unknown): string | undefined => (typeof pad === 'number' ? 'floor' : undefined);

function pool(draw: Draw): Call {
  const x = image(draw);
  const { window, rest } = geometry(draw, x);
  return { inputs: [x], args: [window, ...rest, rounding(rest[1])] };
}

/** A convolution with a filter of any window, for up to `most` outputs. */
function convolution(name: string, weight: number, most: number): Operation {
  return operation(name, { finite: true, ...sums, weight }, (draw) => {
    const x = image(draw);
    const { window, rest } = geometry(draw, x);
    const filter = draw.fresh([...window, x.shape[3]!, draw.random.between(1, most)], 'float32');
    return { inputs: [x, filter], args: [...rest, 'NHWC', 1, rounding(rest[1])] };
  });
}

/** Operands of a resizing: an image, a size, and one of tfjs' ways to align pixels. */
function resizing(draw: Draw): Call {
  const aligned = draw.random.between(0, 2);
  const x = image(draw);
  return { inputs: [x], args: [[draw.random.between(1, 8), draw.random.between(1, 8)], aligned === 1, aligned === 2] };
}

/** Convolutions, pooling, matrix products and images. */
export const windowOperations: readonly Operation[] = [
  operation('maxPool', { exact: 'always', kinks: true, smooth: true, weight: 2 }, pool),
  operation('avgPool', { exact: 'never', smooth: true, weight: 2 }, pool),
  convolution('conv2d', 4, 3),
  operation('conv2d', { finite: true, ...sums }, (draw) => {
    const x = draw.fresh([draw.random.between(1, 2), draw.random.between(1, 3), 5, 6], 'float32');
    const filter = draw.fresh([2, draw.random.between(1, 3), x.shape[1]!, draw.random.between(1, 3)], 'float32');
    return { inputs: [x, filter], args: [draw.random.between(1, 2), draw.random.pick(['same', 'valid']), 'NCHW'] };
  }),
  operation('conv2d', { finite: true, exact: 'dyadic' }, (draw) => {
    const x = image(draw);
    const filter = draw.fresh([2, 2, x.shape[3]!, 2], 'float32');
    return { inputs: [x, filter], args: [1, 'same', 'NHWC', [draw.random.between(1, 3), draw.random.between(1, 3)]] };
  }),
  convolution('depthwiseConv2d', 2, 2),
  operation('conv2dTranspose', { finite: true, ...sums, weight: 2 }, (draw) => {
    const x = image(draw);
    const [batch, height, width, channels] = x.shape as [number, number, number, number];
    const [kernel, stride, outputs] = [draw.random.between(1, 4), draw.random.between(1, 3), draw.random.between(1, 3)];
    const filter = draw.fresh([kernel, kernel, outputs, channels], 'float32');
    const grown = (n: number): number => (n - 1) * stride + Math.max(kernel, 1);
    const isSame = draw.random.chance(0.5);
    const shape = isSame
      ? [batch, height * stride, width * stride, outputs]
      : [batch, grown(height), grown(width), outputs];
    return { inputs: [x, filter], args: [shape, stride, isSame ? 'same' : 'valid'] };
  }),
  operation('matMul', { ...sums, weight: 3 }, (draw) => {
    const a = draw.value(({ dtype, shape }) => dtype === 'float32' && shape.length >= 2) ?? draw.float(2);
    const [transposeA, transposeB] = [draw.random.chance(0.5), draw.random.chance(0.5)];
    const inner = a.shape.at(transposeA ? -2 : -1)!;
    const columns = draw.random.between(1, 4);
    // Only leading axes are broadcast: for others, tfjs-backend-cpu takes the wrong matrices.
    const shared = draw.random.between(0, a.shape.length - 2);
    const batch = draw.random.chance(0.3) ? [] : a.shape.slice(0, -2).map((n, i) => (i < shared ? 1 : n));
    const b = draw.fresh([...batch, ...(transposeB ? [columns, inner] : [inner, columns])], 'float32');
    return { inputs: [a, b], args: [transposeA, transposeB] };
  }),
  operation('image.resizeBilinear', { exact: 'never', finite: true }, resizing),
  operation('image.resizeNearestNeighbor', { exact: 'always' }, resizing),
  operation('localResponseNormalization', { exact: 'never', smooth: true }, (draw) => ({
    inputs: [image(draw)],
    args: [draw.random.between(1, 3), 1.5, 0.5, 0.75],
  })),
  // Crops and paddings of height and width.
  operation('batchToSpaceND', { exact: 'always', smooth: true }, (draw) => ({
    inputs: [draw.fresh([4, 2, 3, 2], 'float32')],
    args: [[2, 2], pairs(0, 1, 1, 0)],
  })),
  operation('spaceToBatchND', { exact: 'always', smooth: true }, (draw) => ({
    inputs: [draw.fresh([1, 3, 4, 2], 'float32')],
    args: [[2, 2], pairs(0, 1, 1, 1)],
  })),
];
