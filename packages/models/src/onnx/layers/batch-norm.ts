import { channelsFirst } from '../layout.js';
import type { WriteLayer } from './layer.js';

/** Batch normalisation by its recorded statistics. */
export const writeBatchNorm: WriteLayer<{ readonly epsilon?: number }> = (graph, x, { config, parameters }) => {
  const constants = ['scale', 'offset', 'mean', 'variance'].map((name) => {
    const { shape, values } = parameters.get(name);
    return graph.constant(parameters.path(name), shape, values);
  });
  const image = channelsFirst(graph, x);
  return graph.op('BatchNormalization', [image, ...constants], image, { epsilon: { float: config.epsilon ?? 1e-5 } });
};
