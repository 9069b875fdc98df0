import type { DigitsSplit } from '@polyvae/datasets';
import { allSubsets, probeSubsets } from '@polyvae/metrics';
import { Rng } from '@polyvae/random';
import { openData } from '../data/open-data.js';
import type { UnitContext } from '../runner/unit-events.js';
import type { EvaluationResult } from './evaluation-result.js';
import { latentVariants } from './latent-variants.js';
import { latentsOf } from './latents.js';
import { loadModel } from './load-model.js';
import type { DigitsTrainConfig } from './train.js';

/** Everything that decides what a linear probe gives, as data. */
export interface ProbeConfig {
  readonly train: DigitsTrainConfig;
  /** Latents of the training set that the classifier learns from. */
  readonly trainSize: number;
  /** Test items; absent: all. */
  readonly testSize?: number;
  /**
   * The classifier's: L2 with C = 1 (absent: this), or none as the paper has it, where the optimum need not exist and the
   * search stops at a gradient of 1e-4 or after 1,000 iterations.
   */
  readonly penalty?: 'l2' | 'none';
}

/** `values`: accuracies by variant of the latents and subset of modalities. */
export interface ProbeResult extends EvaluationResult {
  readonly trainSize: number;
  readonly testSize: number;
}

/** Rows that are encoded at a time; the same for both splits. */
const largestChunk = 256;

function labelsOf(split: DigitsSplit, items: Uint32Array): Uint8Array {
  return Uint8Array.from(items, (item) => split.labels[item]!);
}

/**
 * Accuracy of a linear classifier on the latents of every subset of the modalities.
 * @param file Weights other than the training's own.
 * @throws {RangeError} if there are fewer items than asked for.
 */
export async function runProbe(config: ProbeConfig, context: UnitContext, file?: string): Promise<ProbeResult> {
  const { experiment, data, seed } = config.train;
  const digits = await openData(data);
  if (config.trainSize > digits.train.size) {
    throw new RangeError(
      `The probe is to learn from ${config.trainSize} items, but the training data have ${digits.train.size}.`,
    );
  }
  const rng = Rng.fromSeed(seed).fork('probe');
  const items = {
    train: rng.fork('train items').permutation(digits.train.size).slice(0, config.trainSize),
    test: Uint32Array.from({ length: Math.min(digits.test.size, config.testSize ?? digits.test.size) }, (_, i) => i),
  };
  const labels = { train: labelsOf(digits.train, items.train), test: labelsOf(digits.test, items.test) };
  const chunk = Math.min(largestChunk, Math.max(items.train.length, items.test.length));
  const model = loadModel(experiment, context.needs[0]!, file);
  try {
    const subsets = allSubsets(model.keys);
    const variants = Object.entries(latentVariants(experiment));
    const values: Record<string, Record<string, number>> = {};
    let done = 0;
    for (const [variant, options] of variants) {
      const draws = rng.fork(variant);
      const results = await probeSubsets({
        subsets,
        labels,
        ...(config.penalty && { regression: { penalty: config.penalty } }),
        latents: (subset, split) => {
          context.signal.throwIfAborted();
          if (split === 'train') {
            done += 1;
            context.onProgress({ done, total: variants.length * subsets.length, note: subset.join('+') });
          }
          return latentsOf(model, digits[split], {
            ...options,
            items: items[split],
            subset,
            chunk,
            rng: draws.fork(`${split} ${subset.join('+')}`),
          });
        },
      });
      values[variant] = Object.fromEntries(Object.entries(results).map(([name, result]) => [name, result.accuracy]));
    }
    const sizes = { trainSize: items.train.length, testSize: items.test.length };
    const count = (n: number): string => n.toLocaleString('en-US');
    const note = `The linear probe learns from ${count(sizes.trainSize)} latents and is tested on ${count(sizes.testSize)} items.`;
    return { values, notes: [note], ...sizes };
  } finally {
    model.dispose();
  }
}
