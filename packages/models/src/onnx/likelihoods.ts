import { ConfigurationError } from '../errors.js';
import type { Likelihood } from '../likelihoods/likelihood.js';
import { learnedParametersOf, parametersOf } from '../likelihoods/parameters.js';
import { writeContinuousBernoulliMean } from './continuous-bernoulli-mean.js';
import type { GraphBuilder, Value } from './graph-builder.js';
import { channelsLast } from './layout.js';

/** Data that stand for a likelihood, as a model generates them. */
export interface GeneratedValues {
  /** Data as one looks at them: locations, the one-hot argmax of a categorical likelihood. */
  readonly shown: Value;
  /** Expected data. */
  readonly mean: Value;
}

/** Reads the parameters that a decoder gives, by their place. */
type ReadParameter = (index: number) => Value;

type WriteLikelihood = (graph: GraphBuilder, parameter: ReadParameter, likelihood: Likelihood) => GeneratedValues;

/** Of a likelihood that shows its mean. */
function shownAsMean(
  write: (graph: GraphBuilder, parameter: ReadParameter, likelihood: Likelihood) => Value,
): WriteLikelihood {
  return (graph, parameter, likelihood) => {
    const mean = write(graph, parameter, likelihood);
    return { shown: mean, mean };
  };
}

/** e to the power of a value within bounds. */
function boundedExp(graph: GraphBuilder, x: Value): Value {
  return graph.op('Exp', [graph.op('Clip', [x, graph.scalar(-15), graph.scalar(15)], x)], x);
}

const location = shownAsMean((_, parameter) => parameter(0));

const negativeBinomial = shownAsMean((graph, parameter, { settings }) => {
  const mean = boundedExp(graph, parameter(0));
  if (!settings?.zeroInflated) return mean;
  const open = graph.op('Sigmoid', [graph.op('Neg', [parameter(1)], mean)], mean);
  return graph.op('Mul', [mean, open], mean);
});

/** Bound of probabilities of the published code's text likelihood. */
const EPSILON = 2 ** -23;

const publishedCategorical: WriteLikelihood = (graph, parameter, likelihood) => {
  const logs = graph.op('LogSoftmax', [parameter(0)], parameter(0), { axis: -1 });
  const sum = graph.op('ReduceSum', [logs, graph.integers([-1])], { shape: logs.shape.with(-1, 1) });
  const bounds = [graph.scalar(EPSILON), graph.scalar(1 - EPSILON)];
  const logits = graph.op('Log', [graph.op('Clip', [graph.op('Div', [logs, sum], logs), ...bounds], logs)], logs);
  return categorical(graph, () => logits, likelihood);
};

const categorical: WriteLikelihood = (graph, parameter) => {
  const logits = parameter(0);
  const categories = logits.shape.at(-1)!;
  const indices = graph.op('ArgMax', [logits], { shape: logits.shape.slice(0, -1) }, { axis: -1, keepdims: 0 });
  const offAndOn = graph.constant('off and on', [2], Float32Array.of(0, 1));
  return {
    shown: graph.op('OneHot', [indices, graph.integers([categories]), offAndOn], logits, { axis: -1 }),
    mean: graph.op('Softmax', [logits], logits, { axis: -1 }),
  };
};

const writers: ReadonlyMap<string, WriteLikelihood> = new Map([
  ['normal', location],
  ['laplace', location],
  ['bernoulli', shownAsMean((graph, parameter) => graph.op('Sigmoid', [parameter(0)], parameter(0)))],
  ['continuous-bernoulli', shownAsMean((graph, parameter) => writeContinuousBernoulliMean(graph, parameter(0)))],
  ['categorical', categorical],
  ['published-categorical', publishedCategorical],
  ['poisson', shownAsMean((graph, parameter) => boundedExp(graph, parameter(0)))],
  ['negative-binomial', negativeBinomial],
]);

/**
 * Writes the data that stand for a likelihood. Learned parameters, such as scales, are not needed: no mean depends on them.
 * @param output The decoder's, without learned parameters.
 * @throws {ConfigurationError} if the likelihood is of a kind of its own.
 */
export function writeLikelihood(
  graph: GraphBuilder,
  output: Value,
  key: string,
  likelihood: Likelihood,
): GeneratedValues {
  const write = writers.get(likelihood.kind);
  if (!write) {
    throw new ConfigurationError(
      `exportOnnx: the likelihood of '${key}' is of a kind of its own, '${likelihood.kind}'; known are ${[...writers.keys()].join(', ')}.`,
    );
  }
  const decoded = channelsLast(graph, output);
  const count = parametersOf(likelihood).length - learnedParametersOf(likelihood).length;
  if (count === 1) return write(graph, () => decoded, likelihood);
  const size = decoded.shape.at(-1)! / count;
  const parameter = (index: number): Value => {
    const bounds = [[index * size], [(index + 1) * size], [-1]].map((own) => graph.integers(own));
    return graph.op('Slice', [decoded, ...bounds], { shape: decoded.shape.with(-1, size) });
  };
  return write(graph, parameter, likelihood);
}
