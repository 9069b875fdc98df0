import { expect, test } from 'vitest';
import { Comparison } from './comparison.js';
import type { GoldenCase, GoldenFile, JsonObject } from './format.js';
import { gaussian, tagOf } from './format.js';
import { prdSuite } from './prd.js';

async function mismatches(name: string, inputs: JsonObject, outputs: JsonObject): Promise<string[]> {
  const goldenCase: GoldenCase = { name, source: 'made for this test', inputs, outputs };
  const file: GoldenFile = { file: 'prd', profile: 'test', seed: 1, cases: [goldenCase] };
  const comparison = new Comparison();
  await prdSuite.run(goldenCase, { file, comparison });
  return comparison.mismatches;
}

test('the ceiling: a value off by one part in a million is a mismatch', async () => {
  expect(await mismatches('ceiling', {}, { official_average_precision: 0.7204153157646477 })).toEqual([]);
  expect(await mismatches('ceiling', {}, { official_average_precision: 0.720416 })).toHaveLength(1);
});

test('assignments become histograms, the evaluated rows first', async () => {
  const inputs = { num_clusters: 2, n_eval: 2, labels_per_run_eval_then_ref: [[0, 0, 0, 1]] };
  const found = await mismatches('assignments_small', inputs, {
    histograms_eval_ref_per_run: [
      [
        [0.5, 0.5],
        [1, 0],
      ],
    ],
  });
  expect(found[0]).toMatch(/^histograms/);
});

test('clusterings may scatter by five standard deviations, not more', async () => {
  const inputs = {
    N: 40,
    d: 2,
    clusters: 3,
    centres: '4*gauss(i, name "c")',
    real: 'centre + gauss(flat, "r")',
    gen: 'centre + gauss(flat, "r")',
    comps: [0, 1, 2],
    shift: 0,
    scale: 1,
    check_real_first4: [4 * gaussian(0, tagOf('c'), 1) + gaussian(0, tagOf('r'), 1)],
    check_gen_first4: [],
  };
  // The generated features are the real ones, so that every curve is the ceiling.
  const at = (mean: number): JsonObject =>
    Object.fromEntries(
      ['ap', 'mean_precision', 'mean_recall', 'f8', 'f1_8'].map((key) => [
        key,
        { mean: key.startsWith('f') ? 1 : mean, sd: 1e-3 },
      ]),
    );
  expect(await mismatches('distribution_equal', inputs, at(0.7164))).toEqual([]);
  expect(await mismatches('distribution_equal', inputs, at(0.714))).toHaveLength(3);
});
