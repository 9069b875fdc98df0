import { ShapeError } from '@polyvae/errors';
import type { Activation } from '../../networks/activation.js';
import { writeRelu } from './elementwise.js';
import type { WriteLayer } from './layer.js';

/** `y = x W + b`. */
export const writeLinear: WriteLayer<{
  readonly inputs: number;
  readonly units: number;
  readonly activation?: Activation;
}> = (graph, x, layer) => {
  const { inputs, units, activation } = layer.config;
  if (x.shape.length !== 1 || x.shape[0] !== inputs) {
    throw new ShapeError('a row of the linear input', `[${inputs}]`, x.shape);
  }
  const constants = ['weight', 'bias'].map((name) => {
    const { shape, values } = layer.parameters.get(name);
    return graph.constant(layer.parameters.path(name), shape, values);
  });
  const y = graph.op('Gemm', [x, ...constants], { shape: [units] });
  return activation === 'relu' ? writeRelu(graph, y, layer) : y;
};
