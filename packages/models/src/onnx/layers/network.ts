import { ConfigurationError } from '../../errors.js';
import type { NetworkConfig } from '../../networks/network.js';
import type { GraphBuilder, Value } from '../graph-builder.js';
import type { Parameters } from '../parameters.js';
import { writeBatchNorm } from './batch-norm.js';
import { writeConv2d, writeConv2dTranspose } from './convolution.js';
import { writeCentre, writeDropout, writeLogCounts, writeRelu, writeSigmoid } from './elementwise.js';
import type { WriteLayer } from './layer.js';
import { writeLinear } from './linear.js';
import { writeReshape } from './reshape.js';
import { residualBlockWriter } from './residual-block.js';

/** Layers one after the other. */
const writeSequential: WriteLayer<{ readonly layers: Readonly<Record<string, NetworkConfig>> }> = (graph, x, layer) =>
  Object.entries(layer.config.layers).reduce(
    (value, [name, config]) => writeNetwork(graph, value, config, layer.parameters.of(name)),
    x,
  );

/** A writer as one of any config: the types of networks say which config theirs is. */
function anyConfig<C>(write: WriteLayer<C>): WriteLayer {
  return (graph, x, { config, parameters }) => write(graph, x, { config: config as unknown as C, parameters });
}

const writers: ReadonlyMap<string, WriteLayer> = new Map<string, WriteLayer>([
  ['sigmoid', anyConfig(writeSigmoid)],
  ['relu', anyConfig(writeRelu)],
  ['centre', anyConfig(writeCentre)],
  ['logCounts', anyConfig(writeLogCounts)],
  ['reshape', anyConfig(writeReshape)],
  ['dropout', anyConfig(writeDropout)],
  ['channelDropout', anyConfig(writeDropout)],
  ['batchNorm', anyConfig(writeBatchNorm)],
  ['linear', anyConfig(writeLinear)],
  ['conv2d', anyConfig(writeConv2d)],
  ['conv2dTranspose', anyConfig(writeConv2dTranspose)],
  ['residualBlock1d', anyConfig(residualBlockWriter({ transposed: false, dimensions: 1 }))],
  ['residualBlock1dTranspose', anyConfig(residualBlockWriter({ transposed: true, dimensions: 1 }))],
  ['residualBlock2d', anyConfig(residualBlockWriter({ transposed: false, dimensions: 2 }))],
  ['residualBlock2dTranspose', anyConfig(residualBlockWriter({ transposed: true, dimensions: 2 }))],
  ['sequential', anyConfig(writeSequential)],
]);

/**
 * Writes a network in evaluation mode.
 * @throws {ConfigurationError} if its type, or that of a part, has no form in ONNX.
 * @throws {ShapeError} if a layer does not take what the one before it gives.
 */
export function writeNetwork(graph: GraphBuilder, x: Value, config: NetworkConfig, parameters: Parameters): Value {
  const write = writers.get(config.type);
  if (write) return write(graph, x, { config, parameters });
  throw new ConfigurationError(
    `exportOnnx: there is no way to write a network of type '${config.type}' in ONNX; known are ${[...writers.keys()].join(', ')}.`,
  );
}
