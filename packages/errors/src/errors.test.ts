import { expect, test, vi } from 'vitest';
import { ArgumentError, ArgumentTypeError, checkOptions, isPolyvaeError, PolyvaeError, ShapeError } from './index.js';

class OwnError extends PolyvaeError {
  override readonly name = 'OwnError';
  readonly code = 'own';
}

const each: [Error, string][] = [
  [new OwnError('x'), 'own'],
  [new ArgumentError('x'), 'argument'],
  [new ArgumentTypeError('x'), 'argument-type'],
  [new ShapeError('x', [1], [2]), 'shape'],
];

test.each(each)('%s is recognised and told by its code', (error, code) => {
  expect(isPolyvaeError(error)).toBe(true);
  expect(error).toMatchObject({ code });
});

test('errors of another copy of this package are recognised; those of others are not', async () => {
  vi.resetModules();
  const copy = await import('./index.js');
  const foreign = new copy.ShapeError('x', [1], [2]);
  expect(foreign).not.toBeInstanceOf(ShapeError);
  expect(isPolyvaeError(foreign)).toBe(true);
  for (const other of [new Error('x'), new RangeError('x'), { code: 'shape' }, null, undefined, 'x']) {
    expect(isPolyvaeError(other)).toBe(false);
  }
});

test('errors of arguments stay what the language calls them', () => {
  expect(new ArgumentError('x')).toBeInstanceOf(RangeError);
  expect(new ArgumentTypeError('x')).toBeInstanceOf(TypeError);
});

test('the mark is not part of what an error shows', () => {
  expect(Object.keys(new ArgumentError('x'))).toEqual(['code']);
  expect(Object.getOwnPropertySymbols(new OwnError('x'))).toEqual([]);
});

test('cause and hint are kept, and absent where not given', () => {
  const cause = new Error('first');
  expect(new OwnError('x', { hint: 'do', cause })).toMatchObject({ cause, hint: 'do' });
  expect('cause' in new OwnError('x')).toBe(false);
  expect(new OwnError('x').hint).toBeUndefined();
});

test('a shape is told with the argument, what was expected, found, and what to do', () => {
  const error = new ShapeError('encode: image', [2, 3], 'none', 'channels come last');
  expect(error.message).toBe('encode: image: expected shape [2, 3], found none; channels come last');
  expect(error).toMatchObject({ argument: 'encode: image', hint: 'channels come last' });
});

test('an unknown option is refused with those that exist', () => {
  expect(() => checkOptions('fit', { a: 1 }, ['a', 'b'])).not.toThrow();
  expect(() => checkOptions('fit', { aa: 1 }, ['a', 'b'])).toThrow(
    new ArgumentTypeError("fit: unknown option 'aa'; the options are a, b"),
  );
});
