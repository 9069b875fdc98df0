import { expect, test } from 'vitest';
import { buildSweep } from '../build-sweep.js';
import { experimentSchema } from '../experiment.js';
import { findExperiment } from '../experiments/registry.js';
import { planUnits, unitsOf } from '../plan.js';
import { smoke } from '../profiles/smoke.js';
import { renderSweepCsv, renderSweepMarkdown } from '../render/sweep.js';
import type { UnitOutcome } from '../runner/schedule-units.js';
import type { EvaluationKind } from '../runner/unit.js';
import { figure3 } from './figure-3.js';
import { figure5 } from './figure-5.js';
import { figure6 } from './figure-6.js';
import { isBesides } from './figure-request.js';
import { figures, findFigure } from './registry.js';

test('sweeps change one setting of experiments that are well formed and have names of their own', () => {
  for (const { points } of [figure3, figure5, figure6]) {
    expect(new Set(points.map(({ experiment }) => experiment.id)).size).toBe(points.length);
    for (const { experiment } of points) expect(experimentSchema.parse(experiment)).toEqual(experiment);
  }
  for (const { x, experiment } of figure5.points) {
    expect(experiment.latent).toEqual({ shared: 20 - x, private: x });
    expect(experiment.epochs).toBe(100);
  }
  for (const { x, experiment } of figure3.points) expect(experiment.beta).toBe(x);
  for (const { x, experiment } of figure6.points) expect(experiment.priorWeight).toBe(x);
});

test('where a sweep changes nothing it is the experiment of the tables', () => {
  expect(figure3.points.find(({ x }) => x === 5)!.experiment).toBe(findExperiment('mmjsd'));
  expect(figure5.points.find(({ x }) => x === 4)!.experiment).toBe(findExperiment('mmjsd-ms'));
  expect(figure6.points.find(({ x }) => x === 0.25)!.experiment).toBe(findExperiment('mmjsd'));
});

test('figures of pictures name experiments that there are', () => {
  for (const figure of figures) {
    if (figure.kind !== 'pictures') continue;
    for (const { experiment } of figure.panels) expect(() => findExperiment(experiment)).not.toThrow();
  }
  expect(() => findFigure('10')).toThrow(/There is no figure '10'/);
});

test('a line is the mean of its columns over seeds; what failed is missing, with its reason', () => {
  const points = figure6.points.slice(0, 2);
  const plan = planUnits({
    profile: smoke,
    experiments: points.map(({ experiment }) => experiment),
    data: { 'mnist-svhn-text': { kind: 'synthetic', seed: 1, trainSize: 10, testSize: 10 } },
    seeds: [1, 2],
    backend: 'onnx',
    kinds: ['probe'],
  });
  const values = { default: { 'mnist+svhn': 0.1, 'mnist+text': 0.2, 'svhn+text': 0.6 } };
  const outcomes = unitsOf(plan).map((unit): UnitOutcome => {
    const failed = unit.kind !== 'probe' || unit.label.includes('prior-0-2');
    const shift = unit.label.endsWith('seed-2') ? 0.2 : 0;
    const own = Object.fromEntries(Object.entries(values.default).map(([key, value]) => [key, value + shift]));
    const record = {
      computedAt: '2026-01-02T03:04:05Z',
      result: { values: { default: own }, notes: ['A note.'] },
    } as unknown as UnitOutcome['record'] & {};
    return failed ? { unit, state: 'failed', reason: 'no, "really"' } : { unit, state: 'reused', record };
  });
  const context = { profile: 'smoke', data: 'few', backend: 'onnx', seeds: [1, 2], reductions: [] };
  const sweep = buildSweep({ ...figure6, points, panels: figure6.panels.slice(0, 1) }, plan, outcomes, context);
  const two = sweep.panels[0]!.lines.find(({ label }) => label === 'two')!;
  expect(two.points[0]!.y).toBeCloseTo(0.4, 12);
  expect(two.points[0]!.sd).toBeCloseTo(Math.SQRT2 * 0.1, 12);
  expect(two.points[1]).toMatchObject({ x: 0.2, values: [], missing: 'no, "really"' });
  const markdown = renderSweepMarkdown(sweep);
  expect(markdown).toContain('0.40 ± 0.14');
  expect(markdown).toContain('Missing: Latent representation, weight of the prior 0.2: no, "really"');
  expect(markdown).toContain('Reused, computed 2026-01-02 03:04 UTC: Latent representation, weight of the prior 0.');
  expect(renderSweepCsv(sweep)).toContain('"no, ""really"""');
});

test('figures come besides where nothing more has to be trained or measured', () => {
  const besides = (names: readonly string[], kinds: readonly EvaluationKind[]): string[] =>
    figures.filter((spec) => isBesides(spec, names.map(findExperiment), kinds)).map(({ number }) => number);
  const digits = ['mvae', 'mmvae', 'mmjsd', 'mvae-ms', 'mmvae-ms', 'mmjsd-ms'];
  const faces = ['celeba-mvae', 'celeba-mmvae', 'celeba-mmjsd'];
  expect(besides(digits, ['probe'])).toEqual(['1', '4']);
  expect(besides(['mmjsd-ms'], ['probe'])).toEqual(['1']);
  expect(besides(faces, ['attribute-probe'])).toEqual(['2', '7', '8']);
  expect(besides([...digits, ...faces], ['attribute-probe', 'attribute-coherence'])).toEqual([
    '1',
    '2',
    '4',
    '7',
    '8',
    '9',
  ]);
});
