import type { ResidualBlockOptions } from '../../networks/residual-block.js';
import type { Value } from '../graph-builder.js';
import { writeBatchNorm } from './batch-norm.js';
import { writeConv2d, writeConv2dTranspose } from './convolution.js';
import type { WriteLayer } from './layer.js';

/** The numbers of a residual block. */
type ResidualBlockConfig = Pick<
  ResidualBlockOptions,
  'inputs' | 'outputs' | 'kernel' | 'stride' | 'padding' | 'shortcutFactor' | 'branchFactor'
>;

/** How a kind of residual block is written: whether its convolutions are transposed, and along the width alone. */
export function residualBlockWriter(kind: {
  readonly transposed: boolean;
  readonly dimensions: 1 | 2;
}): WriteLayer<ResidualBlockConfig> {
  const convolution = kind.transposed ? writeConv2dTranspose : writeConv2d;
  const spatial = (size: number, otherwise: number): readonly [number, number] =>
    kind.dimensions === 1 ? [otherwise, size] : [size, size];
  return (graph, x, { config, parameters }) => {
    const { inputs, outputs, kernel, stride, padding, shortcutFactor = 1, branchFactor = 0.3 } = config;
    const reduce = {
      ...{ inputs, outputs },
      ...{ kernel: spatial(kernel, 1), stride: spatial(stride, 1), padding: spatial(padding, 0) },
    };
    const norm = (name: string, value: Value): Value =>
      writeBatchNorm(graph, value, { config: {}, parameters: parameters.of(name) });
    const rectified = (name: string, value: Value): Value => {
      const normed = norm(name, value);
      return graph.op('Relu', [normed], normed);
    };
    const convolved = (name: string, value: Value, own: typeof reduce): Value =>
      convolution(graph, value, { config: own, parameters: parameters.of(name) });
    const scaled = (value: Value, factor: number): Value => graph.op('Mul', [value, graph.scalar(factor)], value);

    const pointwise = { inputs, outputs: inputs, kernel: [1, 1], stride: [1, 1], padding: [0, 0] } as const;
    const inner = convolved('conv1', rectified('norm1', x), pointwise);
    const branch = convolved('conv2', rectified('norm2', inner), reduce);
    const shortcut = norm('shortcutNorm', convolved('shortcut', x, reduce));
    return graph.op('Add', [scaled(shortcut, shortcutFactor), scaled(branch, branchFactor)], shortcut);
  };
}
