import { expect, test } from 'vitest';
import { findExperiment } from './experiments/registry.js';
import { paper } from './profiles/paper.js';
import { quick } from './profiles/quick.js';
import { reductions } from './reductions.js';

const experiments = [findExperiment('mmjsd'), findExperiment('mmjsd-ms')];
const files = {
  'mnist-svhn-text': { kind: 'files', seed: 1, digests: {}, paths: { mnist: 'm', svhn: 's' } },
} as const;
const faces = [findExperiment('celeba-mmjsd')];
const celeba = { celeba: { kind: 'celeba', seed: 1, digests: {}, paths: { celeba: 'c', partition: 'p' } } } as const;

test('the full schedule on the official files falls short of nothing', () => {
  expect(reductions(paper, experiments, files, { 'mnist-svhn-text': 1_121_360 })).toEqual([]);
  expect(reductions(paper, faces, celeba, { celeba: 162_770 })).toEqual([]);
});

test('other files and shorter schedules are said', () => {
  expect(reductions(paper, experiments, files, { 'mnist-svhn-text': 1_200_000 })[0]).toMatch(
    /not the complete official files: 1,200,000/,
  );
  const lines = reductions(quick, experiments, {
    'mnist-svhn-text': { kind: 'synthetic', seed: 1, ...quick.synthetic! },
  }).join('\n');
  expect(lines).toMatch(/synthetic digits stand in for MNIST and SVHN/);
  expect(lines).toMatch(/mmJSD: [\d,]+ steps of \d+ items instead of 219,000 of 256/);
  expect(lines).toMatch(/mmJSD \(MS\): [\d,]+ steps of \d+ items instead of 438,000 of 256/);
});

test('fewer faces, narrower networks and shorter schedules are said', () => {
  expect(reductions(paper, faces, celeba, { celeba: 8_000 })).toEqual([
    'this is not the whole of CelebA: 8,000 training faces instead of 162,770.',
  ]);
  const synthetic = { celeba: { kind: 'synthetic-faces', seed: 1, ...quick.faces.synthetic! } } as const;
  const lines = reductions(quick, faces, synthetic).join('\n');
  expect(lines).toMatch(/synthetic faces stand in for CelebA/);
  expect(lines).toMatch(new RegExp(`networks of width ${quick.faces.width} instead of 128`));
  expect(lines).not.toMatch(/digits/);
});
