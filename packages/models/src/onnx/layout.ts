import type { GraphBuilder, Value } from './graph-builder.js';

/** A value with its channels right after the batch axis. */
export function channelsFirst(graph: GraphBuilder, x: Value): Value {
  const { length: rank } = x.shape;
  if (x.channelsFirst || rank < 2) return x;
  const perm = [0, rank, ...Array.from({ length: rank - 1 }, (_, axis) => axis + 1)];
  return graph.op('Transpose', [x], { shape: x.shape, channelsFirst: true }, { perm });
}

/** A value with its channels on the last axis, as this library has them. */
export function channelsLast(graph: GraphBuilder, x: Value): Value {
  if (!x.channelsFirst) return x;
  const { length: rank } = x.shape;
  const perm = [0, ...Array.from({ length: rank - 1 }, (_, axis) => axis + 2), 1];
  return graph.op('Transpose', [x], { shape: x.shape }, { perm });
}
