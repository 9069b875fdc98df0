import { expect, test } from 'vitest';
import { experiments, findDataset, findExperiment } from '../datasets/registry.js';
import { trainedExperiment } from '../jobs/trained-experiment.js';
import { figure3 } from './figures/sweeps.js';
import { findProfile } from './profiles.js';
import { recipeLine } from './recipe.js';

const trained = (name: string, profile = findProfile('quick')) => {
  const experiment = findExperiment(name);
  return trainedExperiment(experiment, profile, findDataset(experiment.dataset));
};

test('fast changes where a model starts and how it learns, and says so in one line', () => {
  const [published, fast] = [findExperiment('mmjsd-ms'), trained('mmjsd-ms')];
  expect(fast).toMatchObject({ init: 'heUniform', centred: true });
  expect(fast.likelihoodWeights).toEqual(published.likelihoodWeights);
  expect(recipeLine(published, fast)).toMatch(
    /^recipe fast: He-uniform .*, a rate that falls to 0 over the last 20 % of the steps, β 1 instead of 5, private β \d+, after 50 % of the training \d+, instead of 3, mnist and text reconstructed from every component of the mixture$/,
  );
  expect(recipeLine(published, published)).toBe('');
});

test('private β is not told of a model without private latents', () => {
  expect(recipeLine(findExperiment('mmjsd'), trained('mmjsd'))).not.toContain('private');
});

test('the profile paper trains everything as published, and refuses another recipe', () => {
  for (const { id } of experiments) {
    expect(trained(id, findProfile('paper'))).toEqual(findExperiment(id));
    expect(trained(id, findProfile('quick', 'paper')).init).toBeUndefined();
  }
  expect(() => findProfile('paper', 'fast')).toThrow(/no recipe but 'paper'/);
  expect(findProfile('standard', 'fast').recipe).toBe('fast');
});

test('what an experiment keeps no recipe changes', () => {
  const official = findExperiment('mvae-official-code');
  expect(trained('mvae-official-code')).toEqual(official);
  expect(trained('mmvae-i30')).toMatchObject({ beta: 1, init: 'heUniform' });
  const sweep = figure3.points.map(({ x, experiment }) => {
    const { beta } = trainedExperiment(experiment, findProfile('quick'), findDataset(experiment.dataset));
    return [x, beta] as const;
  });
  for (const [x, beta] of sweep) expect(beta).toBe(x);
});
