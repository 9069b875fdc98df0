import { expect, test } from 'vitest';
import { findExperiment } from './experiments/registry.js';
import { type PlanRequest, planUnits, unitsOf } from './plan.js';
import { quick } from './profiles/quick.js';

const request: PlanRequest = {
  profile: quick,
  experiments: [findExperiment('mmjsd'), findExperiment('mvae')],
  data: { kind: 'synthetic', seed: 1, ...quick.synthetic! },
  seeds: [1, 2],
  backend: 'onnx',
  kinds: ['coherence', 'quality', 'likelihood', 'samples'],
};

function kindsOf(changes: Partial<PlanRequest>): string[] {
  return unitsOf(planUnits({ ...request, ...changes })).map(({ kind }) => kind);
}

test('only what was asked for is planned, and what that needs', () => {
  expect(new Set(kindsOf({ kinds: [] }))).toEqual(new Set(['train']));
  expect(new Set(kindsOf({ kinds: ['probe'] }))).toEqual(new Set(['train', 'probe']));
});

test('classifiers are shared by all models and seeds and come before what needs them', () => {
  const kinds = kindsOf({});
  expect(kinds.filter((kind) => kind === 'classifier')).toHaveLength(3);
  expect(kinds.filter((kind) => kind === 'coherence')).toHaveLength(4);
  expect(kinds.lastIndexOf('classifier')).toBeLessThan(kinds.indexOf('coherence'));
});

test('quality in other features needs no classifier', () => {
  expect(kindsOf({ kinds: ['quality'], features: { kind: 'pixels' } })).not.toContain('classifier');
});

test('pictures are made for the first seed only', () => {
  const pictured = planUnits(request).filter(({ units }) => units.samples);
  expect(pictured.map(({ seed }) => seed)).toEqual([1, 1]);
});
