import { expect, test } from 'vitest';
import { findExperiment } from './experiments/registry.js';
import { paper } from './profiles/paper.js';
import { quick } from './profiles/quick.js';
import { reductions } from './reductions.js';

const experiments = [findExperiment('mmjsd'), findExperiment('mmjsd-ms')];
const files = { kind: 'files', seed: 1, digests: {}, paths: { mnist: 'm', svhn: 's' } } as const;

test('the full schedule on the official files falls short of nothing', () => {
  expect(reductions(paper, experiments, files, 1_121_360)).toEqual([]);
});

test('other files and shorter schedules are said', () => {
  expect(reductions(paper, experiments, files, 1_200_000)[0]).toMatch(/not the complete official files: 1,200,000/);
  const lines = reductions(quick, experiments, { kind: 'synthetic', seed: 1, ...quick.synthetic! }).join('\n');
  expect(lines).toMatch(/synthetic digits stand in for MNIST and SVHN/);
  expect(lines).toMatch(/mmJSD: [\d,]+ steps of \d+ items instead of 219,000 of 256/);
  expect(lines).toMatch(/mmJSD \(MS\): [\d,]+ steps of \d+ items instead of 438,000 of 256/);
});
