import type { Draw } from './draw.js';
import { binary, type Call, floats, type Operation, operation, operations, reducing, unary } from './operation.js';

/** Operands of a running sum or product. */
function running(draw: Draw): Call {
  const x = floats(draw);
  const [exclusive, reverse] = [draw.random.chance(0.5), draw.random.chance(0.5)];
  return { inputs: [x], args: [draw.random.between(0, x.shape.length - 1), exclusive, reverse] };
}

/** Elementwise functions, comparisons, casts and reductions. */
export const elementwiseOperations: readonly Operation[] = [
  ...unary(['neg', 'abs', 'relu', 'square'], { exact: 'always', kinks: true, smooth: true }),
  ...unary(['relu6'], { exact: 'always', kinks: true, smooth: true }),
  ...unary(['sqrt'], { exact: 'always', nonZero: true, smooth: true }),
  ...unary(['floor', 'ceil', 'round', 'sign', 'step'], { exact: 'always', jumps: true, smooth: true }),
  ...unary(['isNaN', 'isFinite', 'isInf'], { exact: 'always', jumps: true }),
  ...unary(['sigmoid', 'tanh', 'exp', 'sin', 'cos', 'atan', 'softplus', 'logSigmoid', 'expm1', 'asinh'], {
    exact: 'never',
    smooth: true,
  }),
  ...unary(['elu', 'selu', 'leakyRelu'], { exact: 'never', kinks: true, smooth: true }),
  ...unary(['reciprocal'], { exact: 'always', nonZero: true, smooth: true }),
  ...unary(['log', 'log1p', 'rsqrt'], { exact: 'never', nonZero: true }),
  ...binary(['add', 'sub', 'mul'], 'float32', { exact: 'always', smooth: true, weight: 2 }),
  ...binary(['div'], 'float32', { exact: 'always', nonZero: true, smooth: true, weight: 2 }),
  ...binary(['maximum', 'minimum'], 'float32', { exact: 'always', kinks: true, smooth: true }),
  ...binary(['squaredDifference'], 'float32', { exact: 'dyadic', smooth: true }),
  ...binary(['atan2'], 'float32', { exact: 'never', jumps: true, nonZero: true, smooth: true }),
  ...binary(['mod', 'floorDiv'], 'float32', { exact: 'dyadic', jumps: true }),
  ...binary(['greater', 'less', 'equal', 'notEqual', 'greaterEqual', 'lessEqual'], 'float32', {
    exact: 'always',
    jumps: true,
  }),
  ...binary(['add', 'sub', 'mul', 'div', 'mod', 'maximum', 'minimum', 'less', 'equal', 'bitwiseAnd'], 'int32', {
    exact: 'always',
    jumps: true,
  }),
  ...binary(['logicalAnd', 'logicalOr', 'logicalXor', 'equal'], 'bool', { exact: 'always', jumps: true }),
  ...reducing(['sum'], { exact: 'dyadic', smooth: true, weight: 2 }),
  ...reducing(['mean'], { exact: 'never', smooth: true, weight: 2 }),
  ...reducing(['prod'], { exact: 'never' }),
  ...reducing(['max', 'min'], { exact: 'always', kinks: true, smooth: true }),
  ...reducing(['logSumExp'], { exact: 'never', smooth: true }),
  operation('cast', { exact: 'always', jumps: true, weight: 2 }, (draw) => {
    const x = draw.value(() => true) ?? draw.float();
    return { inputs: [x], args: [draw.random.pick(['float32', 'int32', 'bool'])] };
  }),
  operation('clipByValue', { exact: 'always', kinks: true, smooth: true }, (draw) => ({
    inputs: [draw.float()],
    args: [draw.random.between(-3, 0), draw.random.between(0, 3)],
  })),
  operation('where', { exact: 'always', smooth: true }, (draw) => {
    const a = draw.float();
    return { inputs: [draw.fresh(a.shape, 'bool'), a, draw.fresh(a.shape, 'float32')] };
  }),
  ...operations(['argMax', 'argMin'], { exact: 'always', jumps: true }, (draw) => {
    const x = floats(draw);
    return { inputs: [x], args: [draw.axis(x.shape.length)] };
  }),
  ...operations(['softmax', 'logSoftmax'], { exact: 'never', smooth: true }, (draw) => ({
    inputs: [floats(draw)],
  })),
  operation('cumsum', { exact: 'dyadic', smooth: true }, running),
  operation('cumprod', { exact: 'never' }, running),
];
