import { expect, test } from 'vitest';
import { visibleText } from './visible-text.js';

test.each([
  ['an escape sequence', 'a\u001b[2Jb', 'a\\u001b[2Jb'],
  ['a carriage return', 'safe\rrm', 'safe\\u000drm'],
  ['a bell, NUL and DEL', '\u0007\0\u007f', '\\u0007\\u0000\\u007f'],
  ['a C1 control', '\u009b31m', '\\u009b31m'],
  ['marks of direction', 'x\u202egpj\u2066.\u200f\u061c', 'x\\u202egpj\\u2066.\\u200f\\u061c'],
  ['separators of lines', 'a\u2028b\u2029', 'a\\u2028b\\u2029'],
  ['half a pair', 'a\ud83d', 'a\\ud83d'],
  ['what XML forbids', '\ufffe\uffff', '\\ufffe\\uffff'],
])('%s can be seen', (_, text, seen) => {
  expect(visibleText(text)).toBe(seen);
});

test('everything else stays', () => {
  const text = 'Größe 4 × 3\n\tβ → 数 😀 "<&>" مرحبا';
  expect(visibleText(text)).toBe(text);
});

test('JSON means the same as before', () => {
  const value = { name: 'x\u009b\u202e\u0001\ud800 y' };
  expect(JSON.parse(visibleText(JSON.stringify(value)))).toEqual(value);
});
