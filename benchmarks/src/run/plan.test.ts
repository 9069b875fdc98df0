import { expect, test } from 'vitest';
import { findDataset, findExperiment } from '../datasets/registry.js';
import type { BenchJob } from '../jobs/define-job.js';
import { jobKinds } from '../jobs/registry.js';
import type { Experiment } from '../paper/experiment.js';
import type { Profile } from '../paper/profile.js';
import { findProfile } from '../paper/profiles.js';
import { jobsOf, type PlanRequest, planJobs } from './plan.js';

const quick = findProfile('quick');
const size = { source: 'synthetic', seed: 1, trainSize: 64, testSize: 20 } as const;
const data = {
  'mnist-svhn-text': { dataset: 'mnist-svhn-text', ...size },
  celeba: { dataset: 'celeba', ...size },
} as const;
const base: PlanRequest = { profile: quick, wanted: [], data, seeds: [1, 2], backend: 'onnx' };

function kindsNamed(...names: string[]): readonly BenchJob[] {
  return names.map((name) => jobKinds.find(({ kind }) => kind === name)!);
}

const all = kindsNamed('coherence', 'quality', 'likelihood', 'samples');
const two = ['mmjsd', 'mvae'].map(findExperiment);

/** The kinds of the jobs that are planned, in their order. */
function planned(kinds: readonly BenchJob[], changes: Partial<PlanRequest> = {}): string[] {
  const plan = planJobs({ ...base, wanted: [{ experiments: two, kinds }], ...changes });
  return jobsOf(plan).map(({ kind }) => kind.kind);
}

test('only what was asked for is planned, and what that needs', () => {
  expect(new Set(planned([]))).toEqual(new Set(['train']));
  expect(new Set(planned(kindsNamed('probe')))).toEqual(new Set(['train', 'probe']));
});

test('judges are shared by all models and seeds and come before what needs them', () => {
  const kinds = planned(all);
  expect(kinds.filter((kind) => kind === 'judge')).toHaveLength(3);
  expect(kinds.filter((kind) => kind === 'coherence')).toHaveLength(4);
  expect(kinds.lastIndexOf('judge')).toBeLessThan(kinds.indexOf('coherence'));
});

test('quality in other features needs no judge', () => {
  expect(planned(kindsNamed('quality'))).toContain('judge');
  expect(planned(kindsNamed('quality'), { features: { name: 'pixels' } })).not.toContain('judge');
});

test('the longest trainings come first', () => {
  const experiments = ['mmjsd', 'mmjsd-ms', 'mvae', 'celeba-mmjsd', 'mmvae-i30'].map(findExperiment);
  const orderUnder = (profile: Profile): string[] =>
    planJobs({ ...base, profile, wanted: [{ experiments, kinds: [] }], seeds: [1] }).map(
      ({ experiment }) => experiment.id,
    );
  expect(orderUnder(findProfile('paper'))).toEqual([
    'celeba-mmjsd',
    'mst-mmvae-i30',
    'mst-mmjsd-ms',
    'mst-mvae',
    'mst-mmjsd',
  ]);
  // Narrow networks and a short schedule.
  expect(orderUnder(quick).at(-1)).toBe('celeba-mmjsd');
});

test('pictures are made for the first seed only', () => {
  const plan = planJobs({ ...base, wanted: [{ experiments: two, kinds: all }] });
  const pictured = plan.filter(({ jobs }) => jobs.some(({ kind }) => kind.kind === 'samples'));
  expect(pictured.map(({ seed }) => seed)).toEqual([1, 1]);
});

test('a model gets the evaluations that its data set has, in the width of the profile', () => {
  const experiments = ['celeba-mmjsd', 'mmjsd'].map(findExperiment);
  const kinds = kindsNamed('probe', 'coherence', 'samples', 'likelihood');
  const plan = planJobs({ ...base, wanted: [{ experiments, kinds }], seeds: [1] });
  const [faces, digits] = ['celeba-mmjsd', 'mst-mmjsd'].map(
    (id) => plan.find(({ experiment }) => experiment.id === id)!,
  );
  const namesOf = ({ jobs }: typeof faces & object): string[] => jobs.map(({ kind }) => kind.kind).toSorted();
  expect(namesOf(faces!)).toEqual(['coherence', 'probe', 'samples', 'train']);
  expect(namesOf(digits!)).toEqual(['coherence', 'likelihood', 'probe', 'samples', 'train']);
  const { width } = findDataset('celeba').settings.quick;
  expect(faces!.training.config).toMatchObject({ experiment: { width }, data: { dataset: 'celeba' } });
  const coherence = faces!.jobs.find(({ kind }) => kind.kind === 'coherence')!;
  expect(coherence.needs.map(({ label }) => label)).toEqual([
    'train-celeba-mmjsd-seed-1',
    'judge-celeba-image',
    'judge-celeba-text',
  ]);
});

test('an experiment that several want is planned once, where the first has it, with what all want', () => {
  const [mmjsd, mvae] = two as [Experiment, Experiment];
  const wanted = [
    { experiments: [mmjsd], kinds: kindsNamed('probe') },
    { experiments: [mvae, mmjsd], kinds: kindsNamed('samples', 'probe') },
  ];
  const plan = planJobs({ ...base, wanted, seeds: [1] });
  expect(plan.map(({ experiment }) => experiment.id)).toEqual(['mst-mmjsd', 'mst-mvae']);
  for (const { jobs, training } of plan) {
    expect(jobs.map(({ kind }) => kind.kind)).toEqual(['train', 'samples', 'probe']);
    expect(jobs[0]).toBe(training);
  }
});

test('an experiment without data is an error that says what is missing', () => {
  const { celeba: _, ...rest } = data;
  const wanted = [{ experiments: [findExperiment('celeba-mvae')], kinds: [] }];
  expect(() => planJobs({ ...base, data: rest, wanted })).toThrow(/no data for MVAE/);
});

test('what is wanted first is done first with every seed; an experiment that two want is planned once', () => {
  const wanted = [
    { experiments: [findExperiment('mvae')], kinds: kindsNamed('probe') },
    { experiments: two, kinds: kindsNamed('samples') },
  ];
  const plan = planJobs({ ...base, wanted });
  expect(plan.map(({ experiment: { id }, seed }) => `${id} ${seed}`)).toEqual([
    'mst-mvae 1',
    'mst-mvae 2',
    'mst-mmjsd 1',
    'mst-mmjsd 2',
  ]);
  const kinds = plan.map(({ jobs }) => jobs.map(({ kind }) => kind.kind));
  expect(kinds).toEqual([['train', 'samples', 'probe'], ['train', 'probe'], ['train', 'samples'], ['train']]);
});
