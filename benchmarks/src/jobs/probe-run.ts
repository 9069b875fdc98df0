import { ArgumentError } from '@polyvae/errors';
import type { JobContext } from '@polyvae/jobs';
import { allSubsets, subsetName } from '@polyvae/metrics';
import { Rng } from '@polyvae/random';
import { z } from 'zod';
import type { DatasetData } from '../datasets/dataset.js';
import { targetsOf } from '../datasets/labelled.js';
import { latentsOf } from './compute/latents.js';
import { withModel } from './compute/load-model.js';
import { latentVariants } from './compute/objectives.js';
import type { ComputedRows } from './compute/portions.js';
import { frequenciesOf, guessedPrecision, scoringOf } from './compute/scoring.js';
import { unconvergedNotes } from './compute/unconverged-note.js';
import { count } from './count.js';
import type { EvaluationConfig } from './define-job.js';
import { type ByVariant, evaluationShape, perLabel, real, size } from './evaluation-result.js';

/** Schema of its settings in profiles. */
export const settings = z.strictObject({
  /** Latents of the training set that the linear classifiers learn from. */
  trainSize: size,
  /** Test items; absent: all. */
  testSize: size.optional(),
  /**
   * The classifiers': L2 with C = 1 (absent: this), or none as the paper has it, where the optimum need not exist and the
   * search stops at a gradient of 1e-4 or after 1,000 iterations.
   */
  penalty: z.enum(['l2', 'none']).optional(),
});

/** Settings of a linear probe in profiles. */
export type ProbeSettings = z.infer<typeof settings>;

/** Schema of its result. */
export const result = z.strictObject({
  ...evaluationShape,
  trainSize: size,
  testSize: size,
  /** Of labels: average precision of each, by variant of the latents and subset. */
  perLabel: perLabel.optional(),
  /** Of labels: share of test items that have each, which is what guessing gives. */
  frequencies: z.array(real).readonly().optional(),
  /** Notes on probes that ended before their optimum; absent if none did. */
  warnings: z.array(z.string()).readonly().optional(),
});

/** `values`: accuracy, or mean average precision, by variant of the latents and subset of modalities. */
export type ProbeResult = z.infer<typeof result>;

/**
 * The score of linear classifiers on the latents of every subset of the modalities.
 * @throws {ArgumentError} if there are fewer items than asked for.
 */
export function run(
  config: EvaluationConfig<ProbeSettings>,
  context: JobContext,
  data: DatasetData,
): Promise<ProbeResult> {
  return withModel(config, context, data, async (model, opened) => {
    const { train, trainSize, penalty } = config;
    if (trainSize > opened.train.size) {
      throw new ArgumentError(
        `The probe is to learn from ${trainSize} items, but the training data have ${opened.train.size}: ask for fewer, as by --probe-train-size ${opened.train.size}.`,
      );
    }
    const scoring = scoringOf(data.target);
    const rng = Rng.fromSeed(train.seed).fork(scoring.stream('probe'));
    const testSize = Math.min(opened.test.size, config.testSize ?? opened.test.size);
    const items = {
      train: rng.fork('train items').permutation(opened.train.size).slice(0, trainSize),
      test: Uint32Array.from({ length: testSize }, (_, i) => i),
    };
    const targets = {
      train: targetsOf(opened.train.targets, items.train, scoring.width),
      test: targetsOf(opened.test.targets, items.test, scoring.width),
    };
    const values: ByVariant<number> = {};
    const standardErrors: ByVariant<number> = {};
    const perLabel: ByVariant<readonly number[]> = {};
    let unlearnable = 0;
    const unconverged: string[] = [];
    const requests = Object.entries(latentVariants(train.experiment)).flatMap(([variant, options]) =>
      allSubsets(model.keys).map((subset) => ({ ...options, variant, subset, name: subsetName(subset) })),
    );
    const longest = Math.max(trainSize, testSize);
    const latents = (split: 'train' | 'test'): Promise<ComputedRows[]> => {
      const portion = scoring.encodedAtATime(items[split].length, longest);
      const asked = requests.map(({ variant, name, ...options }) => ({
        ...options,
        rng: rng.fork(variant).fork(`${split} ${name}`),
      }));
      return latentsOf(model, opened[split], { items: items[split], portion }, asked);
    };
    const x = { train: await latents('train'), test: await latents('test') };
    for (const [i, { variant, name }] of requests.entries()) {
      context.signal.throwIfAborted();
      context.onProgress({ done: i, total: requests.length, note: name });
      const found = await scoring.probe(
        { x: x.train[i]!, y: targets.train },
        { x: x.test[i]!, y: targets.test },
        penalty && { penalty },
      );
      const add = (to: ByVariant<unknown>, value: unknown): void => {
        to[variant] = { ...to[variant], [name]: value };
      };
      add(values, found.score);
      add(standardErrors, found.standardError);
      if (found.perLabel) add(perLabel, found.perLabel);
      unlearnable = found.unlearnable;
      if (!found.converged) unconverged.push(`${variant} ${name}`);
    }
    const learnt = `Linear probes learn from ${count(trainSize)} latents and are tested on ${count(testSize)} items`;
    const warnings = unconvergedNotes(train.experiment.title, 'linear probes', unconverged, requests.length);
    const common = { values, standardErrors, trainSize, testSize, ...(warnings.length > 0 && { warnings }) };
    if (data.target.type === 'class') return { ...common, notes: [`${learnt}.`, ...warnings] };
    const frequencies = frequenciesOf(targets.test, scoring.width);
    const guessing = `guessing has a mean average precision of ${guessedPrecision(frequencies).toFixed(2)}.`;
    const alike = unlearnable > 0 ? ` ${unlearnable} labels are all alike in training: their probes guess.` : '';
    return { ...common, notes: [`${learnt}; ${guessing}${alike}`, ...warnings], perLabel, frequencies };
  });
}
