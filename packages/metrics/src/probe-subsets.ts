import { ArgumentError, checkOptions } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs-core';
import { type Labels, type LatentMatrix, linearProbe, type ProbeResult } from './linear-probe.js';
import type { LogisticRegressionOptions } from './logistic-regression.js';
import { subsetName } from './subsets.js';

/** Which rows are asked for. */
export type ProbeSplit = 'train' | 'test';

/** Options of `probeSubsets`. */
export interface ProbeSubsetsOptions<K extends string> {
  /** Such as `allSubsets(['mnist', 'svhn', 'text'])`. */
  readonly subsets: readonly (readonly K[])[];
  /**
   * Representations of a split's rows as a subset of modalities gives them, shape `[rows, dimensions]`. A tensor that is
   * returned is disposed after use.
   */
  readonly latents: (subset: readonly K[], split: ProbeSplit) => LatentMatrix | Promise<LatentMatrix>;
  /** In the order of the rows. */
  readonly labels: Readonly<Record<ProbeSplit, Labels>>;
  /** Passed on to the classifier. */
  readonly regression?: LogisticRegressionOptions;
}

/**
 * A linear probe for every subset of modalities.
 * @returns Results by `subsetName`, in the order of `subsets`.
 * @example
 * ```ts
 * const results = await probeSubsets({ subsets, latents, labels });
 * ```
 */
export async function probeSubsets<K extends string>(
  options: ProbeSubsetsOptions<K>,
): Promise<Record<string, ProbeResult>> {
  checkOptions('probeSubsets', options, ['subsets', 'latents', 'labels', 'regression']);
  const { subsets, latents, labels, regression } = options;
  if (subsets.length === 0)
    throw new ArgumentError('probeSubsets({ subsets }): expected at least one subset, found none');
  const results: Record<string, ProbeResult> = {};
  for (const subset of subsets) {
    const given: LatentMatrix[] = [];
    try {
      given.push(await latents(subset, 'train'));
      given.push(await latents(subset, 'test'));
      results[subsetName(subset)] = await linearProbe(
        { train: { x: given[0]!, y: labels.train }, test: { x: given[1]!, y: labels.test } },
        regression,
      );
    } catch (error) {
      throw new Error(`probe of the subset '${subsetName(subset)}': ${(error as Error).message}`, { cause: error });
    } finally {
      for (const z of given) if (z instanceof tf.Tensor) z.dispose();
    }
  }
  return results;
}
