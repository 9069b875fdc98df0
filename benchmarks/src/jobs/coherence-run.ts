import type { JobContext } from '@polyvae/jobs';
import { allSubsets, type RandomCoherence, randomCoherence, subsetName } from '@polyvae/metrics';
import { publishedCoherence } from '@polyvae/metrics/published-code';
import type { MultimodalVae, PosteriorOptions } from '@polyvae/models';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import type { DatasetData, Split, Tensors } from '../datasets/dataset.js';
import { accuracyError } from './compute/accuracy-error.js';
import { type Judge, loadJudge } from './compute/judge.js';
import { pick } from './compute/latents.js';
import { withModel } from './compute/load-model.js';
import { posteriorVariants } from './compute/objectives.js';
import { portionSize } from './compute/portions.js';
import { frequenciesOf, type Scoring, scoringOf, withArticle } from './compute/scoring.js';
import { count } from './count.js';
import type { EvaluationConfig } from './define-job.js';
import { type ByVariant, confusion, evaluationShape, perLabel, real, size } from './evaluation-result.js';

/** Schema of its settings in profiles. */
export const settings = z.strictObject({
  /** Test items that are generated from; absent: all. */
  testSize: size.optional(),
  /** Items that are generated from the prior, whose classes are compared; absent: none. */
  randomSize: size.optional(),
});

/** Settings of coherence in profiles. */
export type CoherenceSettings = z.infer<typeof settings>;

const randomSchema = z.strictObject({
  coherence: real,
  publishedCount: real,
  count: size,
  pairs: z.record(z.string(), z.strictObject({ agreement: real, confusion })),
  classCounts: z.record(z.string(), z.array(z.number()).readonly()),
});

const byVariantAndCell = z.record(z.string(), z.record(z.string(), confusion));

/** Schema of its result. */
export const result = z.strictObject({
  ...evaluationShape,
  testSize: size,
  /** How good each judge is on real test data. */
  judges: z.record(z.string(), real),
  /** Of classes, by variant and cell: `[i][j]` items of class `i` whose generation was taken for class `j`. */
  confusion: byVariantAndCell.optional(),
  /** Of items from the prior. */
  random: randomSchema.optional(),
  /** Of labels: average precision of each, by variant and cell. */
  perLabel: perLabel.optional(),
  /** Of labels: share of test items that have each, which is what guessing gives. */
  frequencies: z.array(real).readonly().optional(),
});

/** How coherent random items are, and as the published code counts. */
function counted({ predictions, ...counts }: RandomCoherence): z.infer<typeof randomSchema> {
  return { ...counts, publishedCount: publishedCoherence({ predictions, count: counts.count }) };
}

/**
 * `values`: `SUBSET>TARGET` such as `svhn+text>mnist`, by variant of the subset's posterior; of classes also `random`, on which
 * all agree, and `random, code`, as the published code counts. Target `written text` is the text's likeliest characters,
 * `text` their probabilities, which the published code gives its classifier.
 */
export type CoherenceResult = z.infer<typeof result>;

/** One-hot rows of the likeliest characters: texts as one reads them. */
const write = (probabilities: tf.Tensor): tf.Tensor =>
  tf.oneHot(tf.argMax(probabilities, -1), probabilities.shape.at(-1)!, 1, 0, 'float32');

interface Cell {
  readonly subset: readonly string[];
  /** What is generated: the modalities outside of the subset. */
  readonly targets: readonly string[];
  /** What is judged: the targets, and texts as they are written. */
  readonly judged: readonly { readonly name: string; readonly modality: string; readonly written: boolean }[];
}

function cellsOf({ modalities }: DatasetData): Cell[] {
  const keys = modalities.map(({ key }) => key);
  return allSubsets(keys)
    .filter((subset) => subset.length < keys.length)
    .map((subset) => {
      const others = modalities.filter(({ key }) => !subset.includes(key));
      const judged = others.flatMap(({ key, judgedAsWritten }) => [
        { name: key, modality: key, written: false },
        ...(judgedAsWritten ? [{ name: `written ${key}`, modality: key, written: true }] : []),
      ]);
      return { subset, targets: others.map(({ key }) => key), judged };
    });
}

type Judges = Readonly<Record<string, Judge>>;

/** Predictions of the judges about what is generated in one cell for the first test items, by what is judged. */
async function judgeCell(
  { subset, targets, judged }: Cell,
  { model, judges, test }: { readonly model: MultimodalVae<string>; readonly judges: Judges; readonly test: Split },
  options: {
    readonly posterior: PosteriorOptions;
    readonly testSize: number;
    readonly portion: number;
    readonly scoring: Scoring;
    draws(begin: number): Rng;
    onPortion(rows: number): void;
  },
): Promise<Readonly<Record<string, Float32Array>>> {
  const { posterior, testSize, portion, scoring, draws, onPortion } = options;
  const { width, fillsPortions } = scoring;
  const found = Object.fromEntries(judged.map(({ name }) => [name, new Float32Array(testSize * width)]));
  for (let begin = 0; begin < testSize; begin += portion) {
    const rows = Math.min(portion, testSize - begin);
    onPortion(rows);
    const items = Uint32Array.from({ length: fillsPortions ? portion : rows }, (_, i) => (begin + i) % testSize);
    const predicted = tf.tidy(() => {
      const given = pick(test.get(items), subset);
      const made: Tensors = model.generateFrom(given, targets, { ...posterior, rng: draws(begin), output: 'mean' });
      const entries = judged.map(({ name, modality, written }): [string, tf.Tensor] => {
        const x = made[modality]!;
        return [name, judges[modality]!.predict(written ? write(x) : x)];
      });
      return Object.fromEntries(entries);
    });
    for (const [name, tensor] of Object.entries(predicted)) {
      found[name]!.set((await tensor.data()).subarray(0, rows * width), begin * width);
      tensor.dispose();
    }
  }
  return found;
}

/**
 * How often data generated from a subset of the modalities, or from the prior, show what was given.
 * @see Sutter et al. 2020, Tables 2 and 5
 */
export function run(
  config: EvaluationConfig<CoherenceSettings>,
  context: JobContext,
  data: DatasetData,
): Promise<CoherenceResult> {
  return withModel(config, context, data, async (model, { test }) => {
    const judges: Record<string, Judge> = {};
    try {
      for (const [i, { key }] of data.modalities.entries()) judges[key] = loadJudge(data, key, context.needs[i + 1]!);
      return await judgeModel(config, context, { data, model, judges, test });
    } finally {
      for (const judge of Object.values(judges)) judge.dispose();
    }
  });
}

async function judgeModel(
  { train: { experiment, seed }, ...config }: EvaluationConfig<CoherenceSettings>,
  { signal, onProgress }: JobContext,
  about: {
    readonly data: DatasetData;
    readonly model: MultimodalVae<string>;
    readonly judges: Judges;
    readonly test: Split;
  },
): Promise<CoherenceResult> {
  const { data, model, judges, test } = about;
  const scoring = scoringOf(data.target);
  const { width } = scoring;
  const rng = Rng.fromSeed(seed).fork(scoring.stream('coherence'));
  const testSize = Math.min(test.size, config.testSize ?? test.size);
  const portion = portionSize(testSize, data.largestChunk);
  const targets = test.targets.slice(0, testSize * width);
  const isClass = data.target.type === 'class';
  const prior = rng.fork('random');
  const found =
    isClass && config.randomSize
      ? await randomCoherence({
          classify: Object.fromEntries(
            Object.entries(judges).map(([key, judge]) => [key, (x: tf.Tensor) => judge.predict(x) as tf.Tensor1D]),
          ),
          count: config.randomSize,
          batchSize: portionSize(config.randomSize, data.largestChunk),
          generate: (n) => model.generate(n, { rng: prior, output: 'mean' }),
        })
      : undefined;
  const random = found && counted(found);
  const cells = cellsOf(data);
  const variants = Object.entries(posteriorVariants(experiment));
  const total = variants.length * cells.length * testSize;
  const values: ByVariant<number> = {};
  const standardErrors: ByVariant<number> = {};
  const confusion: ByVariant<readonly (readonly number[])[]> = {};
  const perLabel: ByVariant<readonly number[]> = {};
  let done = 0;
  for (const [variant, posterior] of variants) {
    values[variant] = random ? { random: random.coherence, 'random, code': random.publishedCount } : {};
    const errors = Object.entries(values[variant]).map(
      ([key, share]) => [key, accuracyError(share, random!.count)] as const,
    );
    const sure: Record<string, number> = Object.fromEntries(errors);
    standardErrors[variant] = sure;
    confusion[variant] = {};
    perLabel[variant] = {};
    for (const cell of cells) {
      const note = subsetName(cell.subset);
      const found = await judgeCell(cell, about, {
        posterior,
        testSize,
        portion,
        scoring,
        draws: scoring.draws(rng, { variant, subset: note, targets: cell.targets }),
        onPortion(rows) {
          signal.throwIfAborted();
          done += rows;
          onProgress({ done, total, note });
        },
      });
      for (const [name, predicted] of Object.entries(found)) {
        const score = scoring.sureScore(predicted, targets);
        const key = `${note}>${name}`;
        values[variant][key] = score.score;
        sure[key] = score.standardError;
        if (score.confusion) confusion[variant][key] = score.confusion;
        if (score.perLabel) perLabel[variant][key] = score.perLabel;
      }
    }
  }
  return {
    values,
    standardErrors,
    notes: notesOf({ data, judges, testSize, measure: scoring.measure, randomSize: random?.count }),
    testSize,
    judges: Object.fromEntries(Object.entries(judges).map(([key, { score }]) => [key, score])),
    ...(isClass ? { confusion } : { perLabel, frequencies: frequenciesOf(targets, width) }),
    ...(random && { random }),
  };
}

function notesOf(about: {
  readonly data: DatasetData;
  readonly judges: Judges;
  readonly testSize: number;
  readonly measure: string;
  readonly randomSize: number | undefined;
}): string[] {
  const { data, judges, testSize, measure, randomSize } = about;
  const scores = Object.entries(judges).map(
    ([key, { score, gate }]) => `${score.toFixed(3)} (${key}, at least ${gate})`,
  );
  const random = randomSize ? ` and ${count(randomSize)} random ones` : '';
  const notes = [
    `Coherence is judged on ${count(testSize)} test items${random}, by judges with ${withArticle(measure)} of ${scores.join(', ')} on the test data.`,
  ];
  if (data.modalities.some(({ medium }) => medium === 'text')) {
    notes.push('Texts are judged by the probabilities of their characters, as in the published code.');
  }
  if (randomSize) {
    notes.push(
      'random, all: all modalities agree on a sample from the prior. random, code: the published code counts also samples whose ' +
        `${data.modalities[0]!.title} class differs from all others, and so do the published numbers.`,
    );
  }
  return notes;
}
