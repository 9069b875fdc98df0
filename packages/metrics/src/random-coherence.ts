import { ArgumentError, checkOptions } from '@polyvae/errors';
import { batches } from './classifier-accuracy.js';
import { type Classify, classifyAll } from './classify.js';
import type { GeneratedData } from './conditional-coherence.js';
import { confusionMatrix } from './confusion-matrix.js';
import { requireClasses } from './require-classes.js';
import { allSubsets, subsetName } from './subsets.js';

/** How classifiers of several modalities agree about the same items. */
export interface RandomCoherence {
  /** Share of items about which all classifiers agree. */
  readonly coherence: number;
  /** How many items there are. */
  readonly count: number;
  /**
   * Every pair of modalities by `subsetName`: how often the two agree, and `confusion[i][j]` items that are class `i` in
   * the first and class `j` in the second.
   */
  readonly pairs: Readonly<Record<string, { agreement: number; confusion: readonly (readonly number[])[] }>>;
  /** How many items of each class every modality shows. */
  readonly classCounts: Readonly<Record<string, readonly number[]>>;
  /** The class that every modality's classifier takes each item for. */
  readonly predictions: Readonly<Record<string, readonly number[]>>;
}

/** Options of {@link randomCoherence}. */
export interface RandomCoherenceOptions<K extends string> {
  /** A classifier for each modality, in evaluation mode. */
  readonly classify: Readonly<Record<K, Classify>>;
  /** How many items are generated. */
  readonly count: number;
  /** Generates `n` items in all modalities from the prior; the tensors are disposed after use. */
  readonly generate: (n: number) => GeneratedData<NoInfer<K>> | Promise<GeneratedData<NoInfer<K>>>;
  /** Items that are generated at once; default 256. */
  readonly batchSize?: number;
}

/**
 * How often all modalities of randomly generated items show the same.
 * @see Sutter et al. 2020, Section C.1.2, Table 2
 * @example
 * ```ts
 * const random = await randomCoherence({ classify, count: 10_000, generate: (n) => model.generate(n, { rng }) });
 * ```
 */
export async function randomCoherence<K extends string>(options: RandomCoherenceOptions<K>): Promise<RandomCoherence> {
  checkOptions('randomCoherence', options, ['classify', 'count', 'generate', 'batchSize']);
  const { classify, count, generate, batchSize = 256 } = options;
  const keys = Object.keys(classify) as K[];
  const predicted = Object.fromEntries(keys.map((key) => [key, [] as number[]])) as Record<K, number[]>;
  for (const { begin, end } of batches('randomCoherence', count, batchSize)) {
    const own = await classifyAll('randomCoherence', await generate(end - begin), keys, classify, end - begin);
    for (const [key, classes] of own) predicted[key].push(...classes);
  }
  return coherenceOf(predicted);
}

/**
 * Coherence of predicted classes.
 * @param predictions Of each modality for the same items, in the same order.
 * @throws {ArgumentError} if there are fewer than two modalities, no items, lengths differ, or a prediction is no class number.
 * @example
 * ```ts
 * const { coherence } = coherenceOf({ mnist: [1, 2], svhn: [1, 3] }); // 0.5
 * ```
 */
export function coherenceOf<K extends string>(predictions: Readonly<Record<K, readonly number[]>>): RandomCoherence {
  const keys = Object.keys(predictions) as K[];
  const count = predictions[keys[0]!]?.length ?? 0;
  if (keys.length < 2 || count === 0 || keys.some((key) => predictions[key].length !== count)) {
    const found = keys.map((key) => `${key} ${predictions[key].length}`).join(', ') || 'none';
    throw new ArgumentError(`coherenceOf: expected as many predictions of at least two modalities, found ${found}`);
  }
  for (const key of keys) requireClasses(`coherenceOf(predictions of '${key}')`, predictions[key]);
  const first = predictions[keys[0]!];
  const agreeing = first.filter((label, i) => keys.every((key) => predictions[key][i] === label)).length;
  const classes = 1 + keys.reduce((largest, key) => predictions[key].reduce((a, b) => Math.max(a, b), largest), 0);
  const all = Array.from({ length: classes }, (_, k) => k);
  const pairs = allSubsets(keys)
    .filter((pair) => pair.length === 2)
    .map((pair) => {
      const [a, b] = pair.map((key) => predictions[key]) as [readonly number[], readonly number[]];
      const agreement = a.filter((label, i) => label === b[i]).length / count;
      return [subsetName(pair), { agreement, confusion: confusionMatrix(a, b, all) }] as const;
    });
  const classCounts = keys.map((key) => [key, all.map((k) => predictions[key].filter((own) => own === k).length)]);
  return {
    coherence: agreeing / count,
    count,
    pairs: Object.fromEntries(pairs),
    classCounts: Object.fromEntries(classCounts),
    predictions,
  };
}
