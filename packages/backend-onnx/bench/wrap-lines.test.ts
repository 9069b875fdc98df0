import { expect, test } from 'vitest';
import { wrapLines } from './wrap-lines.js';

test('prose and lists are wrapped, tables are not, and no word is lost', () => {
  const prose = Array.from({ length: 60 }, (_, i) => `word${i}`).join(' ');
  const table = `| ${prose} |`;
  const wrapped = wrapLines(`${prose}\n\n- ${prose}\n${table}\nshort`);
  const lines = wrapped.split('\n');
  expect(lines.filter((line) => line !== table).every((line) => line.length <= 120)).toBe(true);
  expect(lines).toContain(table);
  expect(wrapped.split(/\s+/)).toEqual(`${prose}\n\n- ${prose}\n${table}\nshort`.split(/\s+/));
  expect(lines.filter((line) => line.startsWith('  word')).length).toBeGreaterThan(1);
});
