import {
  type Agreement,
  allSubsets,
  conditionalCoherence,
  type RandomCoherence,
  randomCoherence,
  subsetName,
} from '@polyvae/metrics';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { openData } from '../data/open-data.js';
import type { DigitKey } from '../experiment.js';
import type { UnitContext } from '../runner/unit-events.js';
import type { DigitsTensors } from './build-model.js';
import { chunkSize } from './chunk-size.js';
import type { EvaluationResult } from './evaluation-result.js';
import { loadClassifier } from './load-classifier.js';
import { loadModel } from './load-model.js';
import { posteriorVariants } from './posterior-variants.js';
import type { DigitsTrainConfig } from './train.js';

/** Everything that decides what a coherence evaluation gives, as data. Its needs: the training, a classifier a modality. */
export interface CoherenceConfig {
  readonly train: DigitsTrainConfig;
  /** Test items that are generated from; absent: all. */
  readonly testSize?: number;
  /** Items that are generated from the prior. */
  readonly randomSize: number;
}

/**
 * `values`: `SUBSET>TARGET` such as `svhn+text>mnist`, by variant of the subset's posterior; `random`, on which all three agree,
 * and `random, code`, as the published code counts. Target `written text` is the text's likeliest characters, `text` their
 * probabilities, which the published code gives its classifier.
 */
export interface CoherenceResult extends EvaluationResult {
  /** By variant and column: `[i][j]` items of class `i` whose generation was taken for class `j`. */
  readonly confusion: Readonly<Record<string, Readonly<Record<string, Agreement['confusion']>>>>;
  /** Of items from the prior. */
  readonly random: RandomCoherence;
  /** How often each classifier is right about real test data. */
  readonly classifiers: Readonly<Record<DigitKey, number>>;
  readonly testSize: number;
}

/** Rows that are generated at a time. */
const largestChunk = 256;

/** Texts as one reads them. */
const written = 'written text';

/** One-hot rows of the likeliest characters. */
const write = (probabilities: tf.Tensor): tf.Tensor =>
  tf.tidy(() => tf.oneHot(tf.argMax(probabilities, -1), probabilities.shape.at(-1)!, 1, 0, 'float32'));

/**
 * How often data generated from a subset of the modalities, or from the prior, show the same digit.
 * @see Sutter et al. 2020, Table 2
 */
export async function runCoherence(config: CoherenceConfig, context: UnitContext): Promise<CoherenceResult> {
  const { experiment, data, seed } = config.train;
  const digits = await openData(data);
  const [training, ...folders] = context.needs;
  const opened: { dispose(): void }[] = [];
  const keep = <T extends { dispose(): void }>(loaded: T): T => {
    opened.push(loaded);
    return loaded;
  };
  try {
    const model = keep(loadModel(experiment, training!));
    const classifiers = model.keys.map((key, i) => [key, keep(loadClassifier(key, folders[i]!))] as const);
    const rng = Rng.fromSeed(seed).fork('coherence');
    const classify = Object.fromEntries(
      classifiers.map(([key, classifier]) => [key, (x: tf.Tensor) => classifier.classify(x)]),
    ) as Record<DigitKey, (x: tf.Tensor) => tf.Tensor1D>;
    const testSize = Math.min(digits.test.size, config.testSize ?? digits.test.size);
    const variants = Object.entries(posteriorVariants(experiment));
    const given = (subset: readonly DigitKey[], begin: number, end: number): Partial<DigitsTensors> => {
      const items = Uint32Array.from({ length: end - begin }, (_, i) => begin + i);
      const batch = digits.test.get(items);
      return Object.fromEntries(subset.map((key) => [key, batch[key]]));
    };
    const prior = rng.fork('random');
    const random = await randomCoherence({
      classify,
      count: config.randomSize,
      batchSize: chunkSize(config.randomSize, largestChunk),
      generate: (n) => model.generate(n, { rng: prior, output: 'mean' }),
    });
    const values: Record<string, Record<string, number>> = {};
    const confusion: Record<string, Record<string, Agreement['confusion']>> = {};
    let done = 0;
    for (const [variant, options] of variants) {
      const draws = rng.fork(variant);
      const found = await conditionalCoherence({
        classify: { ...classify, [written]: classify.text },
        subsets: allSubsets(model.keys).filter((subset) => subset.length < model.keys.length),
        targets: (subset) => [
          ...model.keys.filter((key) => !subset.includes(key)),
          ...(subset.includes('text') ? [] : ([written] as const)),
        ],
        labels: digits.test.labels.subarray(0, testSize),
        batchSize: chunkSize(testSize, largestChunk),
        generate: (names, targets, { begin, end }) => {
          const subset = names as DigitKey[];
          context.signal.throwIfAborted();
          done += end - begin;
          // Three single modalities and three pairs.
          context.onProgress({ done, total: variants.length * 6 * testSize, note: subsetName(subset) });
          const own = { ...options, rng: draws.fork(subsetName(subset)).fork(begin), output: 'mean' } as const;
          const others = targets.filter((target) => target !== written) as DigitKey[];
          return tf.tidy(() => {
            const made: { [P in DigitKey]?: tf.Tensor } = model.generateFrom(given(subset, begin, end), others, own);
            return { ...made, ...(made.text && { [written]: write(made.text) }) };
          });
        },
      });
      const cells = Object.entries(found).flatMap(([subset, targets]) =>
        Object.entries<Agreement>(targets as Record<string, Agreement>).map(
          ([target, agreement]) => [`${subset}>${target}`, agreement] as const,
        ),
      );
      values[variant] = {
        random: random.coherence,
        'random, code': random.publishedCount,
        ...Object.fromEntries(cells.map(([name, { accuracy }]) => [name, accuracy])),
      };
      confusion[variant] = Object.fromEntries(cells.map(([name, agreement]) => [name, agreement.confusion]));
    }
    const accuracies = classifiers.map(([key, { accuracy }]) => [key, accuracy] as const);
    const judges = classifiers.map(
      ([key, { accuracy, gate }]) => `${(100 * accuracy).toFixed(1)} % (${key}, at least ${100 * gate} %)`,
    );
    const count = (n: number): string => n.toLocaleString('en-US');
    return {
      values,
      notes: [
        `Coherence is judged on ${count(testSize)} test items and ${count(config.randomSize)} random ones, by classifiers ` +
          `that are right about ${judges.join(', ')} of the test data.`,
        'Texts are judged by the probabilities of their characters, as in the published code.',
        'random, all: all three agree on a sample from the prior. random, code: the published code counts also samples whose MNIST ' +
          'digit differs from both others (by pure chance 0.82), and so do the published numbers.',
      ],
      confusion,
      random,
      classifiers: Object.fromEntries(accuracies) as Record<DigitKey, number>,
      testSize,
    };
  } finally {
    for (const loaded of opened) loaded.dispose();
  }
}
