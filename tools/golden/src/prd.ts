import { averageCurves, clusterHistogram, maxFBeta, type PrdCurve, prd, prdCurve, prdMean } from '@polyvae/metrics';
import { Rng } from '@polyvae/random';
import type { Comparison } from './comparison.js';
import {
  flatNumbers,
  type GoldenCase,
  type GoldenFile,
  gaussian,
  isObject,
  type JsonObject,
  listAt,
  numberAt,
  numbersAt,
  objectAt,
  tagOf,
} from './format.js';
import type { CaseContext, GoldenSuite } from './suite.js';
import { mean } from './sums.js';

/** The reference's clusterings are random: its spread is that of one evaluation, and so is ours. */
const DEVIATIONS = 5;

/** Precision and recall for distributions. The reference's `eval` is what `prdCurve` calls generated. */
export const prdSuite: GoldenSuite = {
  file: 'prd',
  async run(goldenCase, context) {
    const { name } = goldenCase;
    if (name.startsWith('hist_')) histograms(goldenCase, context);
    else if (name.startsWith('assignments_')) assignments(goldenCase, context);
    else if (name.startsWith('distribution_')) await distributions(goldenCase, context);
    else if (name === 'ceiling') ceiling(goldenCase, context);
    else return { uncovered: 'no check for a case of this name' };
    return undefined;
  },
};

function histograms({ inputs, outputs }: GoldenCase, { comparison }: CaseContext): void {
  const beta = numberAt(inputs, 'beta');
  for (const [key, expected] of Object.entries(outputs)) {
    const angles = Number(/^num_angles_(\d+)$/.exec(key)?.[1]);
    if (!isObject(expected)) throw new Error(`expected an object at "${key}"`);
    const curve = prdCurve(numbersAt(inputs, 'ref_dist'), numbersAt(inputs, 'eval_dist'), angles);
    compareCurve(comparison, key, curve, expected);
    const scores = { max_f_beta8: beta, max_f_beta_inv8: 1 / beta, max_f_beta1: 1, max_f_beta_inv1: 1 };
    for (const [name, weight] of Object.entries(scores)) {
      const found = maxFBeta(curve.precision, curve.recall, weight);
      comparison.check(`${key}.${name}`, found, numberAt(expected, name), 'float64');
    }
  }
}

function assignments({ inputs, outputs }: GoldenCase, { comparison }: CaseContext): void {
  const clusters = numberAt(inputs, 'num_clusters');
  const boundary = numberAt(inputs, 'n_eval');
  const pairs = listAt(inputs, 'labels_per_run_eval_then_ref').map((labels) => {
    const all = flatNumbers(labels);
    const [evaluated, reference] = [all.slice(0, boundary), all.slice(boundary)];
    return [clusterHistogram(evaluated, clusters), clusterHistogram(reference, clusters)] as const;
  });
  const histograms = pairs.flat().flatMap((histogram) => [...histogram]);
  comparison.check('histograms', histograms, outputs.histograms_eval_ref_per_run, 'float64');
  const curve = averageCurves(pairs.map(([evaluated, reference]) => prdCurve(reference, evaluated)));
  compareCurve(comparison, 'mean', curve, outputs);
  comparison.check('max_f8', maxFBeta(curve.precision, curve.recall, 8), outputs.max_f8, 'float64');
  comparison.check('max_f1_8', maxFBeta(curve.precision, curve.recall, 1 / 8), outputs.max_f1_8, 'float64');
}

function ceiling({ outputs }: GoldenCase, { comparison }: CaseContext): void {
  const uniform = new Float64Array(20).fill(1 / 20);
  const found = prdMean(prdCurve(uniform, uniform));
  comparison.check('prdMean', found, outputs.official_average_precision, 'float64');
}

async function distributions({ inputs, outputs }: GoldenCase, { file, comparison }: CaseContext): Promise<void> {
  const { real, generated } = features(inputs, file);
  // The published call gives the real features as the evaluated ones; exchanged here too, so that names agree.
  const result = await prd({ real: generated, generated: real, rng: Rng.fromSeed(file.seed) });
  const found = {
    ap: result.prdMean,
    mean_precision: mean(result.precision),
    mean_recall: mean(result.recall),
    f8: result.f8,
    f1_8: result.fEighth,
  };
  for (const [key, value] of Object.entries(found)) {
    const expected = objectAt(outputs, key);
    comparison.distributed(key, value, { mean: numberAt(expected, 'mean'), sd: numberAt(expected, 'sd') }, DEVIATIONS);
  }
}

function compareCurve(comparison: Comparison, path: string, curve: PrdCurve, expected: JsonObject): void {
  for (const key of ['precision', 'recall'] as const) {
    const values = curve[key];
    comparison.check(`${path}.mean_${key}`, mean(values), expected[`mean_${key}`], 'float64');
    const every50 = expected[`${key}_every50`];
    const stored = every50 === undefined ? [...values] : values.filter((_, i) => i % 50 === 0);
    comparison.check(`${path}.${key}`, stored, every50 ?? expected[key], 'float64');
  }
  comparison.check(`${path}.prdMean`, prdMean(curve), expected.official_average_precision, 'float64');
}

/** Rows around centres `factor · gauss`: the real ones around all of them in turn, the generated ones around those of `comps`. */
function features(inputs: JsonObject, { seed }: GoldenFile): { real: number[][]; generated: number[][] } {
  const [rows, columns, clusters] = [numberAt(inputs, 'N'), numberAt(inputs, 'd'), numberAt(inputs, 'clusters')];
  const [shift, scale, components] = [numberAt(inputs, 'shift'), numberAt(inputs, 'scale'), numbersAt(inputs, 'comps')];
  const tag = (key: string): number => tagOf(/"([^"]+)"/.exec(String(inputs[key]))?.[1] ?? '');
  const [centreTag, realTag, generatedTag] = [tag('centres'), tag('real'), tag('gen')];
  const factor = Number(/^([\d.]+)\*gauss/.exec(String(inputs.centres))?.[1]);
  const make = (centreOf: (row: number) => number, noise: (i: number) => number): number[][] =>
    Array.from({ length: rows }, (_, row) =>
      Array.from({ length: columns }, (_, column) => {
        const centre = factor * gaussian(centreOf(row) * columns + column, centreTag, seed);
        return centre + noise(row * columns + column);
      }),
    );
  const real = make(
    (row) => row % clusters,
    (i) => gaussian(i, realTag, seed),
  );
  const generated = make(
    (row) => components[row % components.length]!,
    (i) => shift + scale * gaussian(i, generatedTag, seed),
  );
  const wrong = (found: number[][], key: string): boolean =>
    numbersAt(inputs, key).some((value, i) => !(Math.abs(found.flat()[i]! - value) < 1e-9));
  if (wrong(real, 'check_real_first4') || wrong(generated, 'check_gen_first4')) {
    throw new Error('the features do not meet their check values: the file’s seed or formula differs');
  }
  return { real, generated };
}
