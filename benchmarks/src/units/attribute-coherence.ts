import { faceAttributes } from '@polyvae/datasets';
import { averagePrecisions } from '@polyvae/metrics';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { openData } from '../data/open-data.js';
import type { FaceKey } from '../experiment.js';
import type { UnitContext } from '../runner/unit-events.js';
import { attributeScores, loadAttributeClassifier, meanOfPresent } from './attribute-classifier.js';
import { attributesOf, frequenciesOf } from './attribute-data.js';
import type { EvaluationResult } from './evaluation-result.js';
import { loadModel } from './load-model.js';
import { posteriorVariants } from './posterior-variants.js';
import type { FacesTrainConfig } from './train.js';

/** Everything that decides what a judgement of generated faces and texts gives, as data. Its needs: the training, both classifiers. */
export interface AttributeCoherenceConfig {
  readonly train: FacesTrainConfig;
  /** Test items that are generated from; absent: all. */
  readonly testSize?: number;
}

/** `values`: mean average precision, `image>text` and `text>image`, by variant of the posterior. */
export interface AttributeCoherenceResult extends EvaluationResult {
  /** Average precision of each attribute, by variant and `SOURCE>TARGET`. */
  readonly attributes: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
  /** Share of test items that have each attribute: what guessing gives. */
  readonly frequencies: readonly number[];
  readonly testSize: number;
}

const directions: readonly (readonly [source: FaceKey, target: FaceKey])[] = [
  ['image', 'text'],
  ['text', 'image'],
];

/**
 * Whether the attributes of what is given are found in what is generated: average precision of the classifiers' outputs on
 * generated data against the attributes of the items they were generated from.
 * @see Sutter et al. 2020, Table 5 and Figure 9
 */
export async function runAttributeCoherence(
  config: AttributeCoherenceConfig,
  context: UnitContext,
): Promise<AttributeCoherenceResult> {
  const { experiment, data, seed } = config.train;
  const faces = await openData(data);
  const rng = Rng.fromSeed(seed).fork('attribute coherence');
  const testSize = Math.min(faces.test.size, config.testSize ?? faces.test.size);
  const items = Uint32Array.from({ length: testSize }, (_, i) => i);
  const labels = attributesOf(faces.test, items);
  const [training, ...judges] = context.needs;
  const model = loadModel(experiment, training!);
  const attributes: Record<string, Record<string, readonly number[]>> = {};
  const judged: string[] = [];
  const variants = Object.entries(posteriorVariants(experiment));
  try {
    let done = 0;
    for (const [source, target] of directions) {
      const { classifier, meanAveragePrecision } = loadAttributeClassifier(target, judges[target === 'image' ? 0 : 1]!);
      judged.push(`${meanAveragePrecision.toFixed(2)} (${target})`);
      const name = `${source}>${target}`;
      try {
        for (const [variant, options] of variants) {
          const draws = rng.fork(name).fork(variant);
          const scores = await attributeScores(classifier, items, (rows) => {
            context.signal.throwIfAborted();
            context.onProgress({ done, total: variants.length * directions.length * testSize, note: name });
            done += rows.length;
            return tf.tidy(() => {
              const given = { [source]: faces.test.get(rows)[source] };
              return model.generateFrom(given, [target], { ...options, rng: draws, output: 'mean' })[target];
            });
          });
          const found = [...averagePrecisions(labels, scores, faceAttributes.length)];
          attributes[variant] = { ...attributes[variant], [name]: found };
        }
      } finally {
        classifier.dispose();
      }
    }
  } finally {
    model.dispose();
  }
  const values = Object.entries(attributes).map(([variant, byName]) => [
    variant,
    Object.fromEntries(Object.entries(byName).map(([name, each]) => [name, meanOfPresent(each, labels)])),
  ]);
  return {
    values: Object.fromEntries(values) as AttributeCoherenceResult['values'],
    notes: [
      `Attributes of what is generated from ${testSize.toLocaleString('en-US')} test items are judged by classifiers whose ` +
        `mean average precision on test data is ${judged.join(' and ')}.`,
      'Texts are judged by the probabilities of their characters, as in the published code.',
    ],
    attributes,
    frequencies: frequenciesOf(labels),
    testSize,
  };
}
