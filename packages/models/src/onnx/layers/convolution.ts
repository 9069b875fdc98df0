import { ShapeError } from '@polyvae/errors';
import type { Activation } from '../../networks/activation.js';
import { pair, type Spatial } from '../../networks/padding.js';
import type { GraphBuilder, Value } from '../graph-builder.js';
import { channelsFirst } from '../layout.js';
import type { HostParameter } from '../parameters.js';
import { writeRelu } from './elementwise.js';
import type { LayerContext, WriteLayer } from './layer.js';

/** The part of a convolution's config that is read. */
export interface ConvolutionConfig {
  readonly inputs: number;
  readonly outputs: number;
  readonly kernel: Spatial;
  readonly stride?: Spatial;
  readonly padding?: Spatial;
  readonly outputPadding?: Spatial;
  readonly activation?: Activation;
}

/** A convolution; its bias is there if its parameter is. */
export const writeConv2d: WriteLayer<ConvolutionConfig> = (graph, x, layer) => {
  const { kernel, stride, padding } = geometryOf(layer.config);
  const sizes = spatialOf(x, layer.config.inputs, 'conv2d input').map(
    (size, axis) => Math.floor((size + 2 * padding[axis]! - kernel[axis]!) / stride[axis]!) + 1,
  );
  return write(graph, x, layer, { op: 'Conv', sizes, attributes: {} });
};

/** A transposed convolution. */
export const writeConv2dTranspose: WriteLayer<ConvolutionConfig> = (graph, x, layer) => {
  const { kernel, stride, padding } = geometryOf(layer.config);
  const extra = pair(layer.config.outputPadding ?? 0);
  const sizes = spatialOf(x, layer.config.inputs, 'conv2dTranspose input').map(
    (size, axis) => (size - 1) * stride[axis]! - 2 * padding[axis]! + kernel[axis]! + extra[axis]!,
  );
  return write(graph, x, layer, { op: 'ConvTranspose', sizes, attributes: { output_padding: extra } });
};

/** How the two kinds of convolution differ. */
interface Kind {
  readonly op: 'Conv' | 'ConvTranspose';
  /** Height and width of the output. */
  readonly sizes: readonly number[];
  readonly attributes: { readonly output_padding?: readonly number[] };
}

function write(
  graph: GraphBuilder,
  x: Value,
  layer: LayerContext<ConvolutionConfig>,
  { op, sizes, attributes }: Kind,
): Value {
  const { config, parameters } = layer;
  const { kernel, stride, padding } = geometryOf(config);
  const filter = spatialLast(parameters.get('weight'));
  const inputs = [channelsFirst(graph, x), graph.constant(parameters.path('weight'), filter.shape, filter.values)];
  const bias = parameters.find('bias');
  const constants = bias ? [graph.constant(parameters.path('bias'), bias.shape, bias.values)] : [];
  const like = { shape: [...sizes, config.outputs], channelsFirst: true };
  const y = graph.op(op, [...inputs, ...constants], like, {
    kernel_shape: kernel,
    strides: stride,
    pads: [...padding, ...padding],
    ...attributes,
  });
  return config.activation === 'relu' ? writeRelu(graph, y, layer) : y;
}

function geometryOf({
  kernel,
  stride = 1,
  padding = 0,
}: ConvolutionConfig): Record<'kernel' | 'stride' | 'padding', readonly [number, number]> {
  return { kernel: pair(kernel), stride: pair(stride), padding: pair(padding) };
}

function spatialOf({ shape }: Value, channels: number, what: string): readonly number[] {
  if (shape.length === 3 && shape[2] === channels) return shape.slice(0, 2);
  throw new ShapeError(`a row of the ${what}`, `[height, width, ${channels}]`, shape);
}

/**
 * A filter as ONNX wants it, `[height, width, a, b]` → `[b, a, height, width]`: outputs and inputs are the other way round in
 * a transposed convolution, here as there.
 */
function spatialLast({ shape, values }: HostParameter): HostParameter {
  const [height, width, a, b] = shape as [number, number, number, number];
  const places = height * width;
  const moved = new Float32Array(values.length);
  let from = 0;
  for (let place = 0; place < places; place++) {
    for (let i = 0; i < a; i++) {
      for (let k = 0; k < b; k++) moved[(k * a + i) * places + place] = values[from++]!;
    }
  }
  return { shape: [b, a, height, width], values: moved };
}
