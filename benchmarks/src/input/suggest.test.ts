import { expect, test } from 'vitest';
import { choices, closest } from './suggest.js';

test('a typing error finds the known name', () => {
  expect(closest('mmjds', ['mvae', 'mmvae', 'mmjsd'])).toBe('mmjsd');
  expect(closest('MMJSD', ['mvae', 'mmvae', 'mmjsd'])).toBe('mmjsd');
});

test('of a short name, too', () => {
  expect(closest('cvs', ['text', 'csv', 'json'])).toBe('csv');
  expect(closest('x', ['1', '2'])).toBeUndefined();
});

test('something else altogether finds none', () => {
  expect(closest('transformer', ['mvae', 'mmvae', 'mmjsd'])).toBeUndefined();
  expect(choices('transformer', ['mvae'])).toBe('Known: mvae');
});
