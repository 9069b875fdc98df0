import type { MultimodalVae, Objective, Terms } from '@polyvae/models';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import type { Comparison } from '../comparison.js';
import { isObject, type JsonObject, objectAt, readArray } from '../format.js';
import type { CaseOutcome, GoldenSuite } from '../suite.js';
import { valuesOf } from '../tensors.js';
import { readZooCase, type ZooCase } from './zoo-case.js';
import { isTap, zooBatch, zooModel } from './zoo-model.js';
import { zooNoise } from './zoo-noise.js';

/** A reported term, with the value that the reference's terms give for it. */
export type ExpectedTerm = readonly [path: readonly string[], value: number];

/** A loss of the cases, and what makes ours the same. */
export interface ZooLoss {
  /** Name of the value by the paper's formula; default the reference's own. */
  readonly paper?: string;
  /** Another number that the reference's terms give, where its loss is no value of the formula; it has no gradients. */
  readonly of?: number;
  /** It is the sum over rows, ours their mean. */
  readonly sums?: true;
  /** Factor of all likelihood weights, where the reference has another than the formula. */
  readonly likelihoods?: number;
}

/** How the cases of one model are met. */
export interface ZooModel {
  /** Name of the file without `.json`. */
  readonly file: string;
  /** The objective of a case, or why it has none here. */
  objective(zoo: ZooCase): Objective | string;
  /** Losses that are compared; default the reference's own, a mean over rows. */
  losses?(zoo: ZooCase): readonly ZooLoss[];
  /** Parameters of the reference that there are none of here. */
  readonly without?: readonly string[];
  /** Factors of likelihoods, where they are not the case's. */
  weights?(zoo: ZooCase): Readonly<Record<string, number>>;
  /** Reported terms, means over the rows that have them. */
  terms(zoo: ZooCase): readonly ExpectedTerm[];
}

/** Replays the cases of a model of the zoo: loss, terms and all gradients. */
export function zooSuite(own: ZooModel): GoldenSuite {
  return {
    file: own.file,
    run(goldenCase, { file, comparison }): CaseOutcome {
      const read = readZooCase(goldenCase, file);
      const zoo = { ...read, factors: own.weights?.(read) ?? read.factors };
      const objective = own.objective(zoo);
      if (typeof objective === 'string') return { uncovered: objective };
      const noise = zooNoise(zoo);
      try {
        for (const loss of own.losses?.(zoo) ?? [{}]) {
          const model = zooModel(zoo, objective, loss.likelihoods);
          try {
            tf.tidy(() => compare(own, loss, zoo, model, noise, comparison));
          } finally {
            model.dispose();
          }
        }
      } finally {
        noise.dispose();
      }
      return undefined;
    },
  };
}

function compare(
  { terms, without = [] }: ZooModel,
  { sums, paper, of }: ZooLoss,
  zoo: ZooCase,
  model: MultimodalVae<string>,
  noise: ReturnType<typeof zooNoise>,
  comparison: Comparison,
): void {
  const expected = paper === undefined ? zoo.outputs : objectAt(objectAt(zoo.outputs, 'paper'), paper);
  const epoch = typeof zoo.call.epoch === 'number' ? zoo.call.epoch - 1 : 0;
  const context = { rng: Rng.fromSeed(0), training: true, step: 0, epoch, noise };
  let reported: Terms = {};
  const loss = (): tf.Scalar => {
    const result = model.loss(zooBatch(zoo), context);
    reported = result.terms as unknown as Terms;
    keepAll(reported);
    return sums ? tf.mul(result.loss, zoo.size) : result.loss;
  };
  const { value, grads } = tf.variableGrads(loss, Object.values(model.variables));
  comparison.check('loss', valuesOf(value), of ?? expected.loss);
  for (const [path, mean] of terms(zoo)) compareTerm(reported, path, mean, comparison);
  disposeAll(reported);
  if (of !== undefined || !isObject(expected.gradients)) return;
  const { gradients } = expected;
  const gradientOf = (path: string): tf.Tensor | undefined => {
    const variable = model.variables[path];
    if (!variable) return undefined;
    return grads[variable.name] ?? tf.zerosLike(variable);
  };
  compareOutputs(objectAt(gradients, 'outputs'), gradientOf, comparison);
  if (!isObject(gradients.parameters)) return;
  const parameters = Object.entries(gradients.parameters).filter(([path]) => !without.includes(path));
  compareParameters(model, Object.fromEntries(parameters), gradientOf, comparison);
}

function compareTerm(terms: Terms, path: readonly string[], expected: number, comparison: Comparison): void {
  const found = path.reduce<Terms | tf.Scalar | undefined>(
    (value, key) => (value instanceof tf.Tensor || value === undefined ? undefined : value[key]),
    terms,
  );
  comparison.check(`terms.${path.join('.')}`, found instanceof tf.Tensor ? valuesOf(found) : [], [expected]);
}

/** Gradients of encoders' outputs; of `encoders.image` and `loc` those of the variable `encoders.image.output.loc`. */
function compareOutputs(
  expected: JsonObject,
  gradientOf: (path: string) => tf.Tensor | undefined,
  comparison: Comparison,
): void {
  for (const encoder of Object.keys(expected)) {
    for (const [name, block] of Object.entries(objectAt(expected, encoder))) {
      const path = `${encoder}.output.${name}`;
      const gradient = gradientOf(path);
      comparison.check(`gradients.${path}`, gradient ? valuesOf(gradient) : [], block, 'gradient');
    }
  }
}

/** Gradients of all parameters that the case lists; those of variables that it does not list are not known. */
function compareParameters(
  model: MultimodalVae<string>,
  expected: JsonObject,
  gradientOf: (path: string) => tf.Tensor | undefined,
  comparison: Comparison,
): void {
  for (const [path, block] of Object.entries(expected)) {
    const gradient = gradientOf(path);
    if (!gradient) {
      comparison.same(
        `gradients.${path}`,
        'no such variable',
        `one of ${Object.keys(model.variables)
          .filter((own) => !isTap(own))
          .join(', ')}`,
      );
      continue;
    }
    const { shape } = readArray(block, 0);
    const layout = shape.length === 2 && gradient.rank === 2 ? tf.transpose(gradient) : gradient;
    comparison.check(`gradients.${path}`, valuesOf(layout), block, 'gradient');
  }
}

function keepAll(terms: Terms): void {
  for (const term of Object.values(terms)) {
    if (term instanceof tf.Tensor) tf.keep(term);
    else keepAll(term);
  }
}

function disposeAll(terms: Terms): void {
  tf.dispose(terms);
}
