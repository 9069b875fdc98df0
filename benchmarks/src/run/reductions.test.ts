import { expect, test } from 'vitest';
import { findDataset, findExperiment } from '../datasets/registry.js';
import { findProfile } from '../paper/profiles.js';
import { reductions } from './reductions.js';

const [quick, paper] = [findProfile('quick'), findProfile('paper')];
const digits = ['mmjsd', 'mmjsd-ms'].map(findExperiment);
const faces = [findExperiment('celeba-mmjsd')];

/** Specification of a data set's official files, or of its stand-in as `quick` draws it. */
function specOf(dataset: string, source: 'files' | 'synthetic') {
  if (source === 'files') return { [dataset]: { dataset, source, seed: 1, digests: {}, paths: {} } };
  return { [dataset]: { dataset, source, seed: 1, ...findDataset(dataset).settings.quick.synthetic! } };
}

const mst = specOf('mnist-svhn-text', 'files');
const celeba = specOf('celeba', 'files');

test('the full schedule on the official files falls short of nothing', () => {
  expect(reductions(paper, digits, mst, { 'mnist-svhn-text': 1_121_360 })).toEqual([]);
  expect(reductions(paper, faces, celeba, { celeba: 162_770 })).toEqual([]);
});

test('other files and shorter schedules are said', () => {
  expect(reductions(paper, digits, mst, { 'mnist-svhn-text': 1_200_000 })[0]).toBe(
    'this is not the whole of MNIST-SVHN-Text: 1,200,000 training pairs instead of 1,121,360.',
  );
  const lines = reductions(quick, digits, specOf('mnist-svhn-text', 'synthetic')).join('\n');
  expect(lines).toMatch(/synthetic digits stand in for MNIST and SVHN/);
  expect(lines).toMatch(/mmJSD: [\d,]+ steps of \d+ items instead of 219,000 of 256/);
  expect(lines).toMatch(/mmJSD \(MS\): [\d,]+ steps of \d+ items instead of 438,000 of 256/);
});

test('fewer faces, narrower networks and shorter schedules are said', () => {
  expect(reductions(paper, faces, celeba, { celeba: 8_000 })).toEqual([
    'this is not the whole of CelebA: 8,000 training faces instead of 162,770.',
  ]);
  const lines = reductions(quick, faces, specOf('celeba', 'synthetic')).join('\n');
  expect(lines).toMatch(/synthetic faces stand in for CelebA/);
  expect(lines).toMatch(new RegExp(`networks of width ${findDataset('celeba').settings.quick.width} instead of 128`));
  expect(lines).not.toMatch(/digits/);
});

test('fewer test items of real files are said', () => {
  const spec = { ...mst['mnist-svhn-text']!, source: 'files', digests: {}, paths: {}, testSize: 20 } as const;
  const lines = reductions(paper, digits, { 'mnist-svhn-text': spec }, { 'mnist-svhn-text': 1_121_360 });
  expect(lines).toEqual(['at most 20 test pairs.']);
});
