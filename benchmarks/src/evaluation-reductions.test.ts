import { expect, test } from 'vitest';
import { evaluationReductions } from './evaluation-reductions.js';
import { paper } from './profiles/paper.js';
import { quick } from './profiles/quick.js';

const files = {
  'mnist-svhn-text': { kind: 'files', seed: 1, digests: {}, paths: { mnist: 'm', svhn: 's' } },
  celeba: { kind: 'celeba', seed: 1, digests: {}, paths: { celeba: 'c', partition: 'p' } },
} as const;
const kinds = [
  'train',
  'probe',
  'coherence',
  'quality',
  'likelihood',
  'attribute-probe',
  'attribute-coherence',
] as const;

test.each(kinds)('the whole evaluation of %s falls short of nothing', (kind) => {
  const features = { kind: 'inception', variant: 'fid', digest: '', paths: { weights: '' } } as const;
  expect(evaluationReductions(paper, kind, files, { features })).toEqual([]);
});

test('smaller ones are said, each beside its own numbers', () => {
  expect(evaluationReductions(quick, 'likelihood', files).join()).toMatch(/K = 16 instead of 1,000 with K = 1,000/);
  expect(evaluationReductions(quick, 'quality', files).join()).toMatch(/1,000 real .* instead of 10,000/);
  expect(evaluationReductions(quick, 'coherence', files).join()).toMatch(/0.8 instead of 0.85 \(svhn\)/);
  // Few images have a gate of their own, which the classifier's result tells.
  expect(evaluationReductions(paper, 'coherence', files, { gates: { svhn: 0.5 } }).join()).toMatch(
    /0.5 instead of 0.85 \(svhn\)/,
  );
  expect(evaluationReductions(quick, 'quality', files).join()).toMatch(/0.8 instead of 0.85 \(svhn\)/);
  expect(evaluationReductions(quick, 'quality', files, { features: { kind: 'pixels' } }).join()).not.toMatch(/svhn/);
  expect(evaluationReductions(paper, 'quality', files).join()).toMatch(/other features than Inception's/);
  expect(evaluationReductions(quick, 'probe', files)).toEqual([]);
  expect(evaluationReductions(quick, 'attribute-coherence', files).join()).toMatch(/width of \d+ instead of 128/);
});
