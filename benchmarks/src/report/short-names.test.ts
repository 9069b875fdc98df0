import { expect, test } from 'vitest';
import { generationLabel, subsetLabel, termLabel } from './short-names.js';

test('names are those of the paper', () => {
  expect(subsetLabel('mnist+svhn+text')).toBe('M,S,T');
  expect(generationLabel('svhn+text>mnist')).toBe('S,T→M');
  expect(generationLabel('random>svhn')).toBe('R→S');
  expect(termLabel('reconstruction.image')).toBe('reconstruction I');
  expect(termLabel('divergence.other')).toBe('divergence other');
});
