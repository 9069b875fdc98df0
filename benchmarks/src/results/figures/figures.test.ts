import { expect, test } from 'vitest';
import { type MadeUpOptions, madeUpRun } from '../../../test/made-up-run.js';
import { findDataset, findExperiment } from '../../datasets/registry.js';
import { measuringJob } from '../../jobs/registry.js';
import { experimentSchema } from '../../paper/experiment.js';
import type { SweepSpec } from '../../paper/figure.js';
import { figureMissing } from '../../paper/figures/missing.js';
import { figures, findFigure, isOfPaper } from '../../paper/figures/registry.js';
import { figure3, figure5, figure6 } from '../../paper/figures/sweeps.js';
import { joint, singles } from '../../paper/mst-keys.js';
import type { Figure } from '../figure.js';
import { figureTexts, renderFigure } from '../formats/registry.js';
import { buildFigure, figureNeeds, needsNoExtraWork } from './registry.js';

const { data } = findDataset('mnist-svhn-text');
const schema = experimentSchema(
  'mnist-svhn-text',
  data.modalities.map(({ key }) => key),
);

test('sweeps change one setting of experiments that are well formed and have names of their own', () => {
  for (const { points } of [figure3, figure5, figure6]) {
    expect(new Set(points.map(({ experiment }) => experiment.id)).size).toBe(points.length);
    for (const { experiment } of points) expect(schema.parse(experiment)).toEqual(experiment);
  }
  for (const { x, experiment } of figure5.points) {
    expect(experiment.latent).toEqual({ shared: 20 - x, private: x });
    expect(experiment.epochs).toBe(100);
  }
  for (const { x, experiment } of figure3.points) expect(experiment.beta).toBe(x);
  for (const { x, experiment } of figure6.points) expect(experiment.priorWeight).toBe(x);
});

test('where a sweep changes nothing it is the experiment of the tables', () => {
  // But that of β, which recipes change.
  expect(figure3.points.find(({ x }) => x === 5)!.experiment).toMatchObject({ beta: 5, keeps: ['beta'] });
  expect(figure5.points.find(({ x }) => x === 4)!.experiment).toBe(findExperiment('mmjsd-ms'));
  expect(figure6.points.find(({ x }) => x === 0.25)!.experiment).toBe(findExperiment('mmjsd'));
});

test('figures have numbers of their own, and jobs and experiments that there are', () => {
  expect(new Set(figures.map(({ number }) => number)).size).toBe(figures.length);
  for (const figure of figures) {
    const { experiments, kinds } = figureNeeds(figure);
    expect(new Set(experiments.map(({ id }) => id)).size).toBe(experiments.length);
    expect(kinds.length).toBeGreaterThan(0);
  }
  expect(() => findFigure('10')).toThrow(/There is no figure '10'/);
});

function figureOf(number: string, options: MadeUpOptions = {}): Figure {
  const spec = findFigure(number);
  return buildFigure(spec, madeUpRun({ experiments: figureNeeds(spec).experiments, ...options }));
}

test('a line is the mean of its columns over seeds; what failed is missing, with its reason', () => {
  const points = figure6.points.slice(0, 2);
  const spec: SweepSpec = { ...figure6, points, panels: figure6.panels.slice(0, 1) };
  const run = madeUpRun({
    experiments: points.map(({ experiment }) => experiment),
    seeds: [1, 2],
    failing: ['probe-mst-mmjsd-prior-0-2'],
    results: {
      probe({ label }) {
        const values = label.endsWith('seed-2') ? [0.3, 0.4, 0.8] : [0.1, 0.2, 0.6];
        const names = ['mnist+svhn', 'mnist+text', 'svhn+text'];
        const own = Object.fromEntries(names.map((name, i) => [name, values[i]]));
        return { values: { default: own }, notes: ['A note.'], trainSize: 40, testSize: 20 };
      },
    },
  });
  const figure = buildFigure(spec, run);
  const two = figure.numbers!.charts[0]!.lines.find(({ label }) => label === 'two')!;
  expect(two.points[0]!.ours).toBeCloseTo(0.4, 12);
  expect(two.points[0]!.sd).toBeCloseTo(Math.SQRT2 * 0.1, 12);
  expect(two.points[1]).toMatchObject({ at: 0.2, values: [], missing: 'no <probe>' });
  const [part] = figure.parts;
  const series = part?.type === 'lines' ? part.panels[0]!.series.find(({ name }) => name === 'two')! : undefined;
  expect(series!.points).toEqual([[0.1, two.points[0]!.ours]]);
  expect(series!.spread).toEqual([two.points[0]!.sd]);
  const { md, csv, json } = figureTexts(figure);
  expect(md).toContain('0.40 ± 0.14');
  expect(md).toContain('Missing: Latent representation, weight of the prior 0.2: no \\<probe>');
  expect(md).toContain('Reused, computed 2026-01-02 03:04 UTC: Latent representation, weight of the prior 0.1.');
  expect(md!.match(/- A note\./g)).toHaveLength(1);
  expect(csv!.split('\n')[0]).toBe(
    'figure,chart,line,weight of the prior,experiment,ours,sd,seeds,computed earlier,missing',
  );
  expect(JSON.parse(json!)).toMatchObject({ number: '6', atTitle: 'weight of the prior' });
});

/** Results of labels: the third label is the most frequent, the second one no item has. */
function ofLabels(keys: readonly string[]): object {
  const own = Array.from({ length: 40 }, (_, label) => [0.5, null, 0.9][label] ?? 0.1);
  const frequencies = Array.from({ length: 40 }, (_, label) => [0.3, 0, 0.8][label] ?? 0);
  const perLabel = { default: Object.fromEntries(keys.map((key) => [key, own])) };
  return { values: { default: {} }, notes: ['A note.'], perLabel, frequencies, testSize: 12 };
}

test('labels stand in the order of their frequency, beside guessing; those that no item has are left out', () => {
  const probe = { ...ofLabels(['image', 'text', 'image+text']), trainSize: 16 };
  const figure = figureOf('8', { results: { probe }, failing: ['probe-celeba-mvae'] });
  const [part] = figure.parts;
  const names = ['Attractive', '5 o Clock Shadow'];
  const measured = (name: string) => ({ name, values: [0.9, 0.5] });
  const series = [
    measured('MMVAE (MS)'),
    measured('mmJSD (MS)'),
    { name: 'frequency', values: [0.8, 0.3], isReference: true },
  ];
  const panels = ['Image', 'Text', 'Joint'].map((title) => ({ title, series }));
  expect(part).toEqual({ type: 'dots', names, panels, xTitle: 'average precision' });
  expect(figureTexts(figure).md).toContain('| Attractive       |    failed |       0.90 |       0.90 |      0.80 |');
  expect(figure.notes).toContain('Missing: MVAE (MS): no <probe>');
});

test('pictures stand under the titles of their panels; what a model has none of is said', () => {
  const rows = [
    { label: '', tiles: ['data:image/png;base64,'] },
    { label: '', tiles: [] },
  ];
  const samples = { rows: [], pictures: { 'styles>text': rows, 'styles>svhn': rows }, texts: [] };
  const figure = figureOf('1', { results: { samples } });
  const titles = figure.parts.map((part) => (part.type === 'pictures' ? part.rows[0]!.heading : part.type));
  expect(titles).toEqual(['mmJSD (MS): M,S → T', 'mmJSD (MS): M,T → S']);
  expect(figure.notes).toContain("Missing: mmJSD (MS): S,T → M: mst-mmjsd-ms has no pictures 'styles>mnist'");
  expect(figureTexts(figure)).toEqual({});
  expect(renderFigure(figure)).toMatch(/^Figure 1\. Missing data/);
});

test('figures need no extra work where nothing more has to be trained or measured', () => {
  const without = (names: readonly string[], kinds: readonly string[]): string[] =>
    figures
      .filter((spec) => needsNoExtraWork(spec, names.map(findExperiment), kinds.map(measuringJob)))
      .map(({ number }) => number);
  const digits = ['mvae', 'mmvae', 'mmjsd', 'mvae-ms', 'mmvae-ms', 'mmjsd-ms'];
  const faces = ['celeba-mvae', 'celeba-mmvae', 'celeba-mmjsd'];
  expect(without(digits, ['probe'])).toEqual(['1', '4']);
  expect(without(['mmjsd-ms'], ['probe'])).toEqual(['1']);
  expect(without(faces, ['probe'])).toEqual(['2', '7', '8']);
  expect(without([...digits, ...faces], ['probe', 'coherence'])).toEqual(['1', '2', '4', '7', '8', '9']);
});

test('a line goes through the points of its model alone', () => {
  const { experiments } = figureNeeds(figureMissing);
  const value = ({ label }: { label: string }): number =>
    (label.includes('mmvae') ? 0.5 : 0.1) + (label.includes('incomplete-0-4') ? 0.2 : 0);
  const probe = (job: { label: string }) => ({
    values: { default: Object.fromEntries([...singles, ...joint].map((key) => [key, value(job)])) },
    notes: [],
    trainSize: 40,
    testSize: 20,
  });
  const figure = figureOf('missing', { results: { probe } });
  expect(experiments).toHaveLength(15);
  for (const { experiment } of figureMissing.points) expect(schema.parse(experiment)).toEqual(experiment);
  for (const { lines } of figure.numbers!.charts.slice(0, 2)) {
    expect(lines.map(({ label }) => label)).toEqual(['MVAE', 'MMVAE', 'mmJSD']);
    const ours = lines.map(({ points }) => points.map(({ at, ours: own }) => [at, own?.toFixed(1)].join(' ')));
    expect(ours[1]).toEqual(['0 0.5', '0.2 0.5', '0.4 0.7', '0.6 0.5', '0.8 0.5']);
    expect(ours[2]).toEqual(['0 0.1', '0.2 0.1', '0.4 0.3', '0.6 0.1', '0.8 0.1']);
  }
  expect(renderFigure(figure)).toMatch(/Models that were trained on incomplete items/);
  expect(renderFigure(figure)).not.toMatch(/Figure missing/);
  expect(isOfPaper(figureMissing)).toBe(false);
});
