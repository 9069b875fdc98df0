import type { WriteLayer } from './layer.js';

/** Element-wise ReLU. */
export const writeRelu: WriteLayer<unknown> = (graph, x) => graph.op('Relu', [x], x);

/** Element-wise sigmoid. */
export const writeSigmoid: WriteLayer<unknown> = (graph, x) => graph.op('Sigmoid', [x], x);

/** 2x − 1. */
export const writeCentre: WriteLayer<unknown> = (graph, x) =>
  graph.op('Sub', [graph.op('Mul', [x, graph.scalar(2)], x), graph.scalar(1)], x);

/** log(1 + x). */
export const writeLogCounts: WriteLayer<unknown> = (graph, x) =>
  graph.op('Log', [graph.op('Add', [x, graph.scalar(1)], x)], x);

/** Dropout, which in evaluation does nothing. */
export const writeDropout: WriteLayer<unknown> = (_, x) => x;
