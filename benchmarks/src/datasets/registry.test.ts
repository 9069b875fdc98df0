import { expect, test } from 'vitest';
import { jobKinds } from '../jobs/registry.js';
import { experimentSchema, recipeKeys } from '../paper/experiment.js';
import { profileNames } from '../paper/profile.js';
import { datasets, experiments, findDataset, findExperiment } from './registry.js';

test('every experiment is well formed and has a name of its own', () => {
  for (const experiment of experiments) {
    const keys = findDataset(experiment.dataset).data.modalities.map(({ key }) => key);
    expect(experimentSchema(experiment.dataset, keys).parse(experiment)).toEqual(experiment);
  }
  expect(new Set(experiments.map(({ id }) => id)).size).toBe(experiments.length);
});

test('an experiment is of the data set whose file has it', () => {
  for (const { name, experiments: own } of datasets) expect(own.every(({ dataset }) => dataset === name)).toBe(true);
});

test.each(profileNames)('settings of %s are what each kind of job takes', (profile) => {
  for (const { settings } of datasets) {
    for (const [kind, own] of Object.entries(settings[profile].jobs)) {
      expect(jobKinds.map((one) => one.kind)).toContain(kind);
      const { settings: schema } = jobKinds.find((one) => one.kind === kind)!;
      expect(schema!.parse(own)).toEqual(own);
    }
  }
});

test('the six differ in objective and subspaces only', () => {
  const six = ['mvae', 'mmvae', 'mmjsd'].flatMap((name) => [findExperiment(name), findExperiment(`${name}-ms`)]);
  for (const experiment of six) {
    const specific = experiment.id.endsWith('-ms');
    expect(experiment.latent).toEqual(specific ? { shared: 16, private: 4 } : { shared: 20, private: 0 });
    expect(experiment.epochs).toBe(specific ? 100 : 50);
    const { beta, learningRate, batchSize, privateBeta, privateBetaFactors } = experiment;
    expect({ beta, learningRate, batchSize }).toEqual({ beta: 5, learningRate: 1e-3, batchSize: 256 });
    // The text's private divergence counts 5 · 3 · 5 = 75 times.
    expect(beta * privateBeta * privateBetaFactors.text!).toBe(75);
  }
});

test('the published code differs in its hyper-parameters, its fusion, its text and the terms of MVAE', () => {
  const code = { beta: 2.5, learningRate: 5e-4, epochs: 100, legacyFusion: true, legacyInvertedText: true };
  for (const name of ['mvae', 'mmvae', 'mmjsd', 'mvae-ms', 'mmvae-ms', 'mmjsd-ms']) {
    const { id, title, ...paper } = findExperiment(name);
    expect(paper).toMatchObject({ legacyUnimodalTerms: false, legacyFusion: false, legacyInvertedText: false });
    expect(findExperiment(`${name}-official-code`)).toEqual({
      ...paper,
      ...code,
      id: `${id}-official-code`,
      title: `${title} (official code)`,
      legacyUnimodalTerms: paper.objective === 'mvae',
      keeps: recipeKeys,
    });
  }
});

test('MVAE with the published code’s weights differs from the default in them alone', () => {
  for (const name of ['mvae', 'mvae-ms']) {
    const { id, title, legacyUnimodalTerms: _, ...rest } = findExperiment(name);
    expect(findExperiment(`${name}-code-weights`)).toEqual({
      ...rest,
      id: `${id}-code-weights`,
      title: `${title} (code weights)`,
      legacyUnimodalTerms: 'weights',
    });
    expect(rest.legacyUnimodalWeight).toBe(1);
  }
});

test('models of CelebA differ in objective only; the published code in its job script too', () => {
  const shared = { latent: { shared: 32, private: 32 }, beta: 2.5, learningRate: 1e-3, batchSize: 256, epochs: 100 };
  const job = {
    beta: 2.5,
    learningRate: 5e-4,
    epochs: 250,
    priorWeight: 0.3,
    privateBetaFactors: { image: 1, text: 5 },
  };
  for (const objective of ['mvae', 'mmvae', 'mmjsd'] as const) {
    const found = findExperiment(`celeba-${objective}`);
    expect(found).toMatchObject({ ...shared, objective, width: 128, priorWeight: 1 / 3 });
    expect(found).toMatchObject({ likelihoodWeights: { image: 1, text: 16 }, legacyFusion: false });
    const isMvae = objective === 'mvae';
    expect(findExperiment(`celeba-${objective}-official-code`)).toMatchObject({
      ...job,
      objective,
      likelihoodWeights: isMvae ? { image: 0.5, text: 0.5 } : { image: 1, text: 16 },
      legacyUnimodalTerms: isMvae,
      legacyFusion: true,
      legacyInvertedText: true,
    });
  }
});

test('an unknown name is an error that suggests one', () => {
  expect(() => findExperiment('mmjds')).toThrow(/Unknown model 'mmjds'/);
});

test('importance samples are the only thing that MMVAE (I=30) adds, and its bound has no other weights', () => {
  const { id, title, importance, beta, keeps, epochs, ...rest } = findExperiment('mmvae-i30');
  expect({ importance, beta, keeps, epochs }).toEqual({
    keeps: ['beta', 'privateBeta', 'privateBetaAtFirst', 'everyComponent'],
    importance: { objective: 'iwae', samples: 30, posterior: 'normal' },
    beta: 1,
    epochs: 30,
  });
  expect(findExperiment('mmvae')).toMatchObject(rest);
});
