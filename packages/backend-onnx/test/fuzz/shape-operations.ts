import type { Draw, Value } from './draw.js';
import { floats, type Operation, operation, operations } from './operation.js';

const moves = { exact: 'always', smooth: true } as const;

/** A value of any type with at least one axis. */
function array(draw: Draw): Value {
  return draw.value(({ shape }) => shape.length > 0) ?? draw.float(2);
}

function shuffled(draw: Draw, length: number): number[] {
  const order = Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const j = draw.random.between(0, i);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

const size = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);

/** Movements of elements, and reads and writes at given positions. */
export const shapeOperations: readonly Operation[] = [
  operation('reshape', { ...moves, weight: 2 }, (draw) => {
    const x = draw.value(() => true) ?? draw.float();
    const flat = size(x.shape);
    const divisor = draw.random.pick([1, 2, 3, 4].filter((n) => flat % n === 0));
    return {
      inputs: [x],
      args: [draw.random.pick([[flat], [divisor, flat / divisor], [flat / divisor, 1, divisor]])],
    };
  }),
  operation('transpose', { ...moves, weight: 2 }, (draw) => {
    const x = array(draw);
    return { inputs: [x], args: [shuffled(draw, x.shape.length)] };
  }),
  operation('slice', { ...moves, weight: 2 }, (draw) => {
    const x = array(draw);
    const begin = x.shape.map((n) => draw.random.between(0, Math.max(0, n - 1)));
    return { inputs: [x], args: [begin, x.shape.map((n, i) => draw.random.between(n > 1 ? 1 : 0, n - begin[i]!))] };
  }),
  operation('stridedSlice', { exact: 'always' }, (draw) => {
    const x = array(draw);
    const begin = x.shape.map((n) => draw.random.between(-n, n));
    const end = x.shape.map((n) => draw.random.between(-n, n + 1));
    return { inputs: [x], args: [begin, end, x.shape.map(() => draw.random.pick([1, 1, 2, 3, -1, -2]))] };
  }),
  ...operations(['concat', 'stack'], { list: true, ...moves }, (draw) => {
    const x = array(draw);
    const twin = draw.value((value) => value.dtype === x.dtype && `${value.shape}` === `${x.shape}`) ?? x;
    return { inputs: [x, twin], args: [draw.random.between(0, x.shape.length - 1)] };
  }),
  operation('unstack', moves, (draw) => {
    const x = array(draw);
    return { inputs: [x], args: [draw.random.between(0, x.shape.length - 1)] };
  }),
  operation('pad', moves, (draw) => {
    const x = draw.float();
    if (x.shape.length > 4) return undefined;
    return { inputs: [x], args: [x.shape.map(() => [draw.random.between(0, 2), draw.random.between(0, 2)]), 3] };
  }),
  operation('mirrorPad', { exact: 'always' }, (draw) => {
    const x = array(draw);
    const symmetric = draw.random.chance(0.5);
    const most = (n: number): number => Math.max(0, Math.min(2, symmetric ? n : n - 1));
    const paddings = x.shape.map((n) => [draw.random.between(0, most(n)), draw.random.between(0, most(n))]);
    return { inputs: [x], args: [paddings, symmetric ? 'symmetric' : 'reflect'] };
  }),
  operation('tile', moves, (draw) => {
    const x = array(draw);
    return { inputs: [x], args: [x.shape.map(() => draw.random.pick([1, 1, 2, 3]))] };
  }),
  operation('reverse', moves, (draw) => {
    const x = array(draw);
    return { inputs: [x], args: [x.shape.map((_, i) => i).filter(() => draw.random.chance(0.5))] };
  }),
  operation('gather', { exact: 'always', smooth: true, weight: 2 }, (draw) => {
    const x = array(draw);
    const axis = draw.random.between(0, x.shape.length - 1);
    if (x.shape[axis] === 0) return undefined;
    return {
      inputs: [x, draw.fresh(draw.shape(draw.random.between(1, 2)), 'int32', { below: x.shape[axis]! })],
      args: [axis],
    };
  }),
  operation('gatherND', { exact: 'always' }, (draw) => {
    const x = array(draw);
    const depth = draw.random.between(1, x.shape.length);
    const below = Math.min(...x.shape.slice(0, depth));
    return below === 0
      ? undefined
      : { inputs: [x, draw.fresh([draw.random.between(1, 4), depth], 'int32', { below })] };
  }),
  operation('scatterND', { exact: 'dyadic' }, (draw) => {
    const updates = draw.value(({ dtype, shape }) => dtype !== 'bool' && shape.length > 0) ?? draw.float(2);
    const rows = draw.random.between(1, 4);
    const indices = draw.fresh([updates.shape[0]!, 1], 'int32', { below: rows });
    return { inputs: [indices, updates], args: [[rows, ...updates.shape.slice(1)]] };
  }),
  operation('unsortedSegmentSum', { exact: 'dyadic', smooth: true }, (draw) => {
    const x = floats(draw);
    const segments = draw.random.between(1, 4);
    return { inputs: [x, draw.fresh([x.shape[0]!], 'int32', { below: segments + 1 })], args: [segments] };
  }),
  operation('oneHot', { exact: 'always' }, (draw) => ({
    inputs: [draw.fresh(draw.shape(draw.random.between(1, 2)), 'int32')],
    args: [draw.random.between(2, 5)],
  })),
  operation('topk', { exact: 'always', jumps: true }, (draw) => {
    const x = draw.value(({ dtype, shape }) => dtype !== 'bool' && shape.length > 0) ?? draw.float(2);
    const isOrdered = x.values.every((value) => !Number.isNaN(value));
    return isOrdered ? { inputs: [x], args: [draw.random.between(1, Math.max(1, x.shape.at(-1)!))] } : undefined;
  }),
];
