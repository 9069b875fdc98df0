import type { Dataset } from '../datasets/dataset.js';
import { describeFeatures } from './compute/features.js';
import { count } from './count.js';
import { defineEvaluation } from './define-job.js';
import { gateReductions } from './gates.js';
import { judgeOf } from './judge.js';
import { generationLabel, shortName, subsetLabel } from './names.js';
import * as work from './quality-run.js';
import type { ShownSection } from './shown.js';

export type { QualityCell, QualityResult, QualitySettings } from './quality-run.js';

/**
 * PRD, FID, density and coverage of generated images against real ones.
 * @see Sutter et al. 2020, Table 3
 */
export const quality = defineEvaluation('quality', {
  work,
  code: new URL('./quality-run.js', import.meta.url),
  guess: 10,
  also: ({ features }) => (features ? { features } : {}),
  needs: ({ features = { name: 'classifier' } }, context) =>
    features.name === 'classifier' ? work.imagesOf(context.dataset.data).map((key) => judgeOf(key, context)) : [],
  passes: ({ samples }, _, data) =>
    samples * work.imagesOf(data).reduce((sum, target) => sum + work.sourcesOf(data, target).length, 0),
  reductions({ samples, runs }, whole, facts) {
    const { features = { name: 'classifier' } } = facts;
    return [
      ...(features.name === 'inception'
        ? []
        : [`images are compared in other features than Inception's: ${describeFeatures(features)}.`]),
      ...(samples < whole.samples
        ? [
            `PRD of at most ${count(samples)} real against as many generated images instead of ${count(whole.samples)}; values of ` +
              'different sizes do not compare.',
          ]
        : []),
      ...(runs < whole.runs ? [`PRD curves are means of ${runs} clusterings instead of ${whole.runs}.`] : []),
      ...(features.name === 'classifier' ? gateReductions(facts) : []),
    ];
  },
  show: (result, { dataset }) => [shown(result, dataset)],
});

function shown({ cells, features }: work.QualityResult, dataset: Dataset): ShownSection {
  const entries = Object.entries(cells);
  const targets = [...new Set(entries.map(([name]) => name.split('>')[1]!))];
  const panels = targets.map((target) => ({
    title: `generated ${shortName(target, dataset)}, from`,
    series: entries.flatMap(([name, { curve }]) => {
      const [source, own] = name.split('>') as [string, string];
      const points = curve.precision.map((y, i) => [curve.recall[i]!, y] as const);
      return own === target ? [{ name: subsetLabel(source, dataset), points }] : [];
    }),
  }));
  const number = (value: number, digits: number) => ({ value, digits });
  const rows = entries.map(([name, cell]) => [
    generationLabel(name, dataset),
    number(cell.prdMean, 3),
    number(cell.f8, 3),
    number(cell.f1_8, 3),
    cell.fidUndersampled ? `${cell.fid.toFixed(2)} *` : number(cell.fid, 2),
    number(cell.density, 3),
    number(cell.coverage, 3),
    count(cell.samples),
  ]);
  const head = ['from→what', 'PRD mean', 'F₈, recall', 'F₁/₈, precision', 'FID', 'density', 'coverage', 'images'];
  const few = entries.some(([, { fidUndersampled }]) => fidUndersampled);
  const reading =
    'Precision (how much of what is generated looks real) against recall (how much of what is real is generated), over all ' +
    'trade-offs between the two; the upper right corner is perfect.';
  const note = `In ${features}. More is better, but for the FID.${few ? ' * Fewer images than features: this FID says little.' : ''}`;
  return {
    title: 'Quality of images',
    parts: [
      { type: 'text', text: reading },
      { type: 'lines', panels, xTitle: 'recall', yTitle: 'precision', unitSquare: true },
      { type: 'table', label: 'Quality of images', head, groups: [{ rows }] },
      { type: 'text', text: note, small: true },
    ],
  };
}
