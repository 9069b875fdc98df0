import { expect, test } from 'vitest';
import { judge } from '../conformance/verdict.js';

const results = [
  { name: 'add', status: 'passed', messages: [] },
  { name: 'sub', status: 'failed', messages: ['expected 1'] },
  { name: 'worker', status: 'pending', messages: [] },
];

test('a failure counts unless it is excluded', () => {
  expect(judge(results, {}, false)).toEqual({
    counts: { ran: 2, passed: 1, failed: 1, excluded: 0 },
    problems: [expect.stringMatching(/FAILED +sub\n +expected 1/)],
  });
  expect(judge(results, { sub: 'reason' }, false)).toEqual({
    counts: { ran: 2, passed: 1, failed: 0, excluded: 1 },
    problems: [],
  });
});

test('an exclusion must be needed, and its test must exist', () => {
  const { problems } = judge(results, { sub: 'reason', add: 'reason', mul: 'reason' }, false);
  expect(problems).toEqual([expect.stringMatching(/PASSED +add/), expect.stringMatching(/MISSING +mul/)]);
});

test('a whole run must be about as large as the suite', () => {
  const many = Array.from({ length: 4225 }, (_, i) => ({ name: `${i}`, status: 'passed', messages: [] }));
  expect(judge(many, {}, true).problems).toEqual([]);
  expect(judge(many.slice(100), {}, true).problems).toEqual(['Only 4125 tests ran; expected at least 4200.']);
  expect(judge(results.slice(0, 1), {}, true).problems).toEqual([expect.stringMatching(/Only 1 tests ran/)]);
});
