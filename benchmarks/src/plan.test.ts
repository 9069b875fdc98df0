import { expect, test } from 'vitest';
import type { DataSpecs } from './data/data-spec.js';
import { findExperiment } from './experiments/registry.js';
import { type PlanRequest, planUnits, unitsOf } from './plan.js';
import type { Profile } from './profile.js';
import { paper } from './profiles/paper.js';
import { quick } from './profiles/quick.js';

const request: PlanRequest = {
  profile: quick,
  experiments: [findExperiment('mmjsd'), findExperiment('mvae')],
  data: {
    'mnist-svhn-text': { kind: 'synthetic', seed: 1, ...quick.synthetic! },
    celeba: { kind: 'synthetic-faces', seed: 1, ...quick.faces.synthetic! },
  },
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

test('the longest trainings come first', () => {
  const experiments = ['mmjsd', 'mmjsd-ms', 'mvae', 'celeba-mmjsd', 'mmvae-i30'].map(findExperiment);
  const orderUnder = (profile: Profile): string[] => {
    const files = { kind: 'celeba' } as unknown as DataSpecs['celeba'];
    const data = { ...request.data, celeba: files };
    return planUnits({ ...request, profile, experiments, data, seeds: [1] }).map(({ experiment }) => experiment.id);
  };
  expect(orderUnder(paper)).toEqual(['celeba-mmjsd', 'mst-mmvae-i30', 'mst-mmjsd-ms', 'mst-mvae', 'mst-mmjsd']);
  // Narrow networks and a short schedule.
  expect(orderUnder(quick).at(-1)).toBe('celeba-mmjsd');
});

test('pictures are made for the first seed only', () => {
  const pictured = planUnits(request).filter(({ units }) => units.samples);
  expect(pictured.map(({ seed }) => seed)).toEqual([1, 1]);
});

test('models of faces get the evaluations of faces, in the width of the profile', () => {
  const experiments = [findExperiment('celeba-mmjsd'), findExperiment('mmjsd')];
  const kinds = ['probe', 'attribute-probe', 'attribute-coherence', 'face-samples'] as const;
  const [faces, digits] = ['celeba-mmjsd', 'mst-mmjsd'].map(
    (id) => planUnits({ ...request, experiments, kinds, seeds: [1] }).find(({ experiment }) => experiment.id === id)!,
  );
  expect(Object.keys(faces!.units)).toEqual(['train', 'attribute-probe', 'attribute-coherence', 'face-samples']);
  expect(Object.keys(digits!.units)).toEqual(['train', 'probe']);
  expect(faces!.units.train.config).toMatchObject({
    experiment: { width: quick.faces.width },
    data: { kind: 'synthetic-faces' },
  });
  expect(faces!.units['attribute-coherence']!.needs.map(({ kind }) => kind)).toEqual([
    'train',
    'attribute-classifier',
    'attribute-classifier',
  ]);
});

test('an experiment without data is an error that says what is missing', () => {
  const { celeba: _, ...data } = request.data;
  expect(() => planUnits({ ...request, data, experiments: [findExperiment('celeba-mvae')] })).toThrow(
    /no data for MVAE/,
  );
});
