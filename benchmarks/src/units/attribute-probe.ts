import { allSubsets, probeAttributes, subsetName } from '@polyvae/metrics';
import { Rng } from '@polyvae/random';
import { openData } from '../data/open-data.js';
import type { UnitContext } from '../runner/unit-events.js';
import { meanOfPresent } from './attribute-classifier.js';
import { attributesOf, frequenciesOf } from './attribute-data.js';
import { chunkSize } from './chunk-size.js';
import type { EvaluationResult } from './evaluation-result.js';
import { latentVariants } from './latent-variants.js';
import { latentsOf } from './latents.js';
import { loadModel } from './load-model.js';
import { mean } from './mean.js';
import type { FacesTrainConfig } from './train.js';

/** Everything that decides what linear probes of attributes give, as data. */
export interface AttributeProbeConfig {
  readonly train: FacesTrainConfig;
  /** Latents of the training set that the classifiers learn from. */
  readonly trainSize: number;
  /** Test items; absent: all. */
  readonly testSize?: number;
  /** As of the linear probe of digits. */
  readonly penalty?: 'l2' | 'none';
}

/** `values`: mean average precision by variant of the latents and subset of modalities. */
export interface AttributeProbeUnitResult extends EvaluationResult {
  /** Average precision of each attribute, by variant and subset. */
  readonly attributes: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
  /** Share of test items that have each attribute: what guessing gives. */
  readonly frequencies: readonly number[];
  readonly trainSize: number;
  readonly testSize: number;
}

/** Rows that are encoded at a time. */
const largestChunk = 128;

/**
 * Average precision of linear classifiers of the 40 attributes on the latents of image, text and both.
 * @param file Weights other than the training's own.
 * @throws {RangeError} if there are fewer items than asked for.
 * @see Sutter et al. 2020, Table 5 and Figure 8
 */
export async function runAttributeProbe(
  config: AttributeProbeConfig,
  context: UnitContext,
  file?: string,
): Promise<AttributeProbeUnitResult> {
  const { experiment, data, seed } = config.train;
  const faces = await openData(data);
  if (config.trainSize > faces.train.size) {
    throw new RangeError(
      `The probes are to learn from ${config.trainSize} items, but the training data have ${faces.train.size}.`,
    );
  }
  const rng = Rng.fromSeed(seed).fork('attribute probe');
  const testSize = Math.min(faces.test.size, config.testSize ?? faces.test.size);
  const items = {
    train: rng.fork('train items').permutation(faces.train.size).slice(0, config.trainSize),
    test: Uint32Array.from({ length: testSize }, (_, i) => i),
  };
  const labels = { train: attributesOf(faces.train, items.train), test: attributesOf(faces.test, items.test) };
  const model = loadModel(experiment, context.needs[0]!, file);
  const attributes: Record<string, Record<string, readonly number[]>> = {};
  let missing = 0;
  try {
    const subsets = allSubsets(model.keys);
    const variants = Object.entries(latentVariants(experiment));
    let done = 0;
    for (const [variant, options] of variants) {
      attributes[variant] = {};
      for (const subset of subsets) {
        context.signal.throwIfAborted();
        const name = subsetName(subset);
        context.onProgress({ done, total: variants.length * subsets.length, note: name });
        done += 1;
        const latents = (split: 'train' | 'test') =>
          latentsOf(model, faces[split], {
            ...options,
            items: items[split],
            subset,
            chunk: chunkSize(items[split].length, largestChunk),
            rng: rng.fork(variant).fork(`${split} ${name}`),
          });
        const found = probeAttributes(
          {
            train: { x: await latents('train'), y: labels.train },
            test: { x: await latents('test'), y: labels.test },
          },
          config.penalty && { penalty: config.penalty },
        );
        attributes[variant][name] = [...found.averagePrecision];
        missing = found.constant.length;
      }
    }
  } finally {
    model.dispose();
  }
  const values = Object.entries(attributes).map(([variant, bySubset]) => [
    variant,
    Object.fromEntries(Object.entries(bySubset).map(([name, each]) => [name, meanOfPresent(each, labels.test)])),
  ]);
  const count = (n: number): string => n.toLocaleString('en-US');
  const frequencies = frequenciesOf(labels.test);
  const level = mean(frequencies.filter((frequency) => frequency > 0));
  return {
    values: Object.fromEntries(values) as AttributeProbeUnitResult['values'],
    notes: [
      `Linear probes of attributes learn from ${count(config.trainSize)} latents and are tested on ${count(testSize)} items; ` +
        `guessing has a mean average precision of ${level.toFixed(2)}.` +
        (missing > 0 ? ` For ${missing} attributes the training latents are all alike: their probes guess.` : ''),
    ],
    attributes,
    frequencies,
    trainSize: config.trainSize,
    testSize,
  };
}
