import type { Dataset } from '../datasets/dataset.js';
import * as work from './coherence-run.js';
import { posteriorVariants } from './compute/objectives.js';
import { count } from './count.js';
import { defineEvaluation } from './define-job.js';
import { gateReductions } from './gates.js';
import { judgeOf } from './judge.js';
import { generationLabel, percent, shortName } from './names.js';
import { perLabelTable } from './per-label.js';
import type { HeatMaps, ShownSection } from './shown.js';

export type { CoherenceResult, CoherenceSettings } from './coherence-run.js';

/**
 * How often data generated from a subset of the modalities, or from the prior, show what was given.
 * @see Sutter et al. 2020, Tables 2 and 5, Figure 9
 */
export const coherence = defineEvaluation('coherence', {
  work,
  code: new URL('./coherence-run.js', import.meta.url),
  guess: 8,
  needs: (_, context) => context.dataset.data.modalities.map(({ key }) => judgeOf(key, context)),
  passes({ train, testSize, randomSize = 0 }, tested, { modalities }) {
    const cells = Object.keys(posteriorVariants(train.experiment)).length * (2 ** modalities.length - 2);
    return cells * Math.min(tested, testSize ?? tested) + randomSize;
  },
  reductions: ({ testSize, randomSize }, whole, facts) => [
    ...(testSize === undefined ? [] : [`coherence on at most ${count(testSize)} test items instead of all.`]),
    ...(randomSize !== undefined && whole.randomSize !== undefined && randomSize < whole.randomSize
      ? [`random coherence of ${count(randomSize)} items instead of ${count(whole.randomSize)}.`]
      : []),
    ...gateReductions(facts),
  ],
  show: (result, { dataset }) => [
    ...(result.confusion ? [confusionMaps(result, dataset)] : []),
    ...(result.perLabel && result.frequencies
      ? [
          perLabelTable(`what is generated from ${count(result.testSize)} test items`, result.perLabel.default!, {
            frequencies: result.frequencies,
            dataset,
          }),
        ]
      : []),
  ],
});

type Counts = readonly (readonly number[])[];

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The pair of classes that are most often taken for each other, as a share of the first. */
function commonestMistake(counts: Counts): string | undefined {
  let worst = { share: 0, text: '' };
  counts.forEach((row, i) => {
    const total = sum(row);
    row.forEach((value, j) => {
      if (i === j || value === 0 || value / total <= worst.share) return;
      worst = { share: value / total, text: `most often ${percent(value / total)} of the ${i}s as ${j}` };
    });
  });
  return worst.share > 0 ? worst.text : undefined;
}

function mapOf(title: string, counts: Counts): HeatMaps['maps'][number] {
  const right = sum(counts.map((row, i) => row[i]!)) / Math.max(1, sum(counts.flat()));
  const below = commonestMistake(counts);
  return { title: `${title}: ${percent(right)}`, counts, ...(below && { below }) };
}

const variantNames: Readonly<Record<string, string>> = {
  default: 'As the objective encodes a subset',
  mixture: 'With samples of the mixture',
};

/** Which classes judges see in what is generated, for each class that was given. */
function confusionMaps(
  { confusion: variants = {}, random, testSize }: work.CoherenceResult,
  dataset: Dataset,
): ShownSection {
  const several = Object.keys(variants).length > 1;
  const text =
    `Rows are the class that was given (${count(testSize)} test items), columns what the judge sees in what is generated; the ` +
    'stronger the colour, the larger the share of the row.';
  return {
    title: 'Which classes are generated: confusion matrices',
    folded: true,
    parts: [
      { type: 'text', text },
      ...Object.entries(variants).flatMap(([variant, cells]) => [
        ...(several ? [{ type: 'heading' as const, text: variantNames[variant] ?? variant }] : []),
        {
          type: 'heat-maps' as const,
          maps: Object.entries(cells).map(([cell, counts]) => mapOf(generationLabel(cell, dataset), counts)),
        },
      ]),
      ...(random ? randomMaps(random, dataset) : []),
    ],
  };
}

function randomMaps(random: NonNullable<work.CoherenceResult['random']>, dataset: Dataset): ShownSection['parts'] {
  const text =
    `${count(random.count)} random items: rows are the class that the first modality shows, columns the second. All agree on ` +
    `${percent(random.coherence)}; as the published code counts, which takes also those whose first class differs from all others, ` +
    `${percent(random.publishedCount)}.`;
  const name = (pair: string): string =>
    pair
      .split('+')
      .map((key) => shortName(key, dataset))
      .join(' and ');
  return [
    { type: 'heading', text: 'From the prior' },
    { type: 'text', text },
    { type: 'heat-maps', maps: Object.entries(random.pairs).map(([pair, own]) => mapOf(name(pair), own.confusion)) },
  ];
}
