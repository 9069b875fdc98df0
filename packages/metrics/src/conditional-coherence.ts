import { ArgumentError, checkOptions } from '@polyvae/errors';
import type * as tf from '@tensorflow/tfjs-core';
import { type Agreement, agreementOf, batches } from './classifier-accuracy.js';
import { type Classify, classifyAll } from './classify.js';
import { requireClasses } from './require-classes.js';
import { allSubsets, subsetName } from './subsets.js';

/** Generated data by modality; the targets that were asked for must be there. */
export type GeneratedData<K extends string> = { readonly [P in K]?: tf.Tensor };

/** Options of {@link conditionalCoherence}. */
export interface ConditionalCoherenceOptions<K extends string> {
  /** A classifier for each modality, in evaluation mode. */
  readonly classify: Readonly<Record<K, Classify>>;
  /**
   * Generates the targets from a subset of the modalities for the rows begin … end; the tensors are disposed after use.
   */
  readonly generate: (
    subset: readonly NoInfer<K>[],
    targets: readonly NoInfer<K>[],
    rows: { readonly begin: number; readonly end: number },
  ) => GeneratedData<NoInfer<K>> | Promise<GeneratedData<NoInfer<K>>>;
  /** Classes of the rows, in their order. */
  readonly labels: ArrayLike<number>;
  /** Default: all that leave something to generate. */
  readonly subsets?: readonly (readonly NoInfer<K>[])[];
  /** Modalities generated from a subset; default the modalities outside of it. */
  readonly targets?: (subset: readonly NoInfer<K>[]) => readonly NoInfer<K>[];
  /** Rows that are generated at once; default 256. */
  readonly batchSize?: number;
}

const KNOWN: readonly (keyof ConditionalCoherenceOptions<string>)[] = [
  'classify',
  'generate',
  'labels',
  'subsets',
  'targets',
  'batchSize',
];

/**
 * How often data generated from a subset of modalities show what the subset shows, as a classifier of the generated
 * modality tells.
 * @returns By `subsetName` and target, e.g. `result['mnist+text'].svhn.accuracy`.
 * @see Sutter et al. 2020, Section C.1.2, Table 2
 * @example
 * ```ts
 * const coherence = await conditionalCoherence({ classify, labels, subsets, generate });
 * ```
 */
export async function conditionalCoherence<K extends string>(
  options: ConditionalCoherenceOptions<K>,
): Promise<Record<string, { readonly [P in K]?: Agreement }>> {
  checkOptions('conditionalCoherence', options, KNOWN);
  const { classify, generate, labels, batchSize = 256 } = options;
  const keys = Object.keys(classify) as K[];
  const {
    subsets = allSubsets(keys).filter((subset) => subset.length < keys.length),
    targets = (subset) => keys.filter((key) => !subset.includes(key)),
  } = options;
  if (subsets.length === 0) throw new ArgumentError('conditionalCoherence: expected at least one subset, found none');
  requireClasses('conditionalCoherence({ labels })', labels);
  const results: Record<string, { readonly [P in K]?: Agreement }> = {};
  for (const subset of subsets) {
    const wanted = targets(subset);
    const predicted = new Map<K, number[]>(wanted.map((target) => [target, []]));
    for (const rows of batches('conditionalCoherence', labels.length, batchSize)) {
      const where = `conditionalCoherence from '${subsetName(subset)}'`;
      const made = await generate(subset, wanted, rows);
      const own = await classifyAll(where, made, wanted, classify, rows.end - rows.begin);
      for (const [target, classes] of own) predicted.get(target)!.push(...classes);
    }
    const agreements = [...predicted].map(([target, classes]) => [target, agreementOf(labels, classes)]);
    results[subsetName(subset)] = Object.fromEntries(agreements) as { [P in K]?: Agreement };
  }
  return results;
}
