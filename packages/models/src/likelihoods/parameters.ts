import * as tf from '@tensorflow/tfjs-core';
import type { Likelihood, LikelihoodParameter } from './likelihood.js';

const single: readonly LikelihoodParameter[] = [{ name: 'value', from: 'decoder' }];

/** The parameters of a likelihood. */
export function parametersOf({ parameters = single }: Likelihood): readonly LikelihoodParameter[] {
  return parameters;
}

/** Those that are no decoder's, but learned. */
export function learnedParametersOf(likelihood: Likelihood): readonly LikelihoodParameter[] {
  return parametersOf(likelihood).filter(({ from }) => from !== 'decoder');
}

/** Shape of all parameters of data of a shape, with or without batch axes in front. */
export function parametersShape(likelihood: Likelihood, shape: readonly number[]): number[] {
  return widened(shape, parametersOf(likelihood).length);
}

/** Shape of what a decoder has to give for data of a shape. */
export function decodedShape(likelihood: Likelihood, shape: readonly number[]): number[] {
  return widened(shape, parametersOf(likelihood).length - learnedParametersOf(likelihood).length);
}

/** How many numbers of a datum a likelihood scores. */
export function elementsOf(likelihood: Likelihood, shape: readonly number[]): number {
  return likelihood.elements?.(shape) ?? shape.reduce((product, size) => product * size, 1);
}

/** The parameters in a decoder's output, each of the data's shape. */
export function splitParameters(output: tf.Tensor, count: number): tf.Tensor[] {
  return count === 1 ? [output] : tf.split(output, count, -1);
}

function widened(shape: readonly number[], times: number): number[] {
  return [...shape.slice(0, -1), (shape.at(-1) ?? 1) * times];
}
