import { expect, test } from 'vitest';
import { isNoise } from './turbo-noise.js';

test.each([
  '• turbo 2.11.11',
  '   • Packages in scope: @polyvae/random, polyvae',
  '   • Running build in 13 packages',
  '\u001b[2m   • Remote caching disabled\u001b[0m',
  '@polyvae/random:build: cache hit, suppressing logs 0123456789abcdef',
  '\u001b[36mpolyvae:test: \u001b[0mcache miss, executing 0123456789abcdef',
  'Cached:    12 cached, 12 total',
  '  Time:    2.3s >>> FULL TURBO',
])('what turbo says of itself is noise: %j', (line) => {
  expect(isNoise(line)).toBe(true);
});

test.each([
  ' Tasks:    11 successful, 12 total',
  'Failed:    @polyvae/random#build',
  "@polyvae/random:build: src/rng.ts(3,7): error TS2322: Type 'string' is not assignable to type 'number'.",
  '@polyvae/jobs:test:  ✓ src/cache.test.ts > cache hit after a run',
  ' ERROR  run failed: command  exited (2)',
])('what it runs says is not: %j', (line) => {
  expect(isNoise(line)).toBe(false);
});
