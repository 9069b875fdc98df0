import { channelsLast } from '../layout.js';
import type { WriteLayer } from './layer.js';

/** Another shape of every sample, whose elements are counted with the channels last. */
export const writeReshape: WriteLayer<{ readonly shape: readonly number[] }> = (graph, x, { config: { shape } }) => {
  if (x.shape.join() === shape.join()) return x;
  // A length of 0 stands for the input's, here the batch.
  return graph.op('Reshape', [channelsLast(graph, x), graph.integers([0, ...shape])], { shape });
};
