import { expect, test } from 'vitest';
import { measuringJobs } from '../jobs/registry.js';
import { findProfile } from '../paper/profiles.js';
import { type EvaluationFacts, jobReductions } from './reductions.js';

const [mst, celeba] = ['mnist-svhn-text', 'celeba'].map(
  (dataset) => ({ [dataset]: { dataset, source: 'files', seed: 1, digests: {}, paths: {} } }) as const,
);
const files = { ...mst, ...celeba };

/** Reductions of the kind of a name, as one text. */
function said(
  profile: string,
  name: string,
  { data = files, ...facts }: Partial<EvaluationFacts> & { data?: typeof files } = {},
) {
  const kind = measuringJobs.find((one) => one.kind === name)!;
  return jobReductions(kind, findProfile(profile), data, { gates: {}, ...facts }).join('\n');
}

test.each(measuringJobs.map(({ kind }) => kind))('the whole schedule of %s falls short of nothing', (kind) => {
  const features = { name: 'inception', variant: 'fid', digest: '', paths: { weights: '' } } as const;
  expect(said('paper', kind, { features })).toBe('');
});

test('smaller ones are said, each beside its own numbers', () => {
  expect(said('quick', 'likelihood')).toMatch(/K = 16 instead of 1,000 with K = 1,000/);
  expect(said('quick', 'quality')).toMatch(/1,000 real .* instead of 10,000/);
  expect(said('quick', 'coherence')).toMatch(/0.8 instead of 0.85 \(svhn\)/);
  // Few images have a gate of their own, which the judge's result tells.
  const gates = { 'mnist-svhn-text': { svhn: 0.5 } };
  expect(said('paper', 'coherence', { gates })).toMatch(/0.5 instead of 0.85 \(svhn\)/);
  expect(said('quick', 'quality')).toMatch(/0.8 instead of 0.85 \(svhn\)/);
  expect(said('quick', 'quality', { features: { name: 'pixels' } })).not.toMatch(/svhn/);
  expect(said('paper', 'quality')).toMatch(/other features than Inception's/);
  expect(said('quick', 'probe')).toBe('');
  expect(said('quick', 'coherence', { data: celeba })).toMatch(/width of \d+ instead of 128/);
  expect(said('quick', 'coherence', { data: celeba })).not.toMatch(/svhn/);
});
