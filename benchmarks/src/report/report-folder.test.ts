import path from 'node:path';
import { expect, test } from 'vitest';
import { findProfile } from '../paper/profiles.js';
import { reportFolder } from './report-folder.js';

test('a folder is named by profile and data: files where some are', () => {
  const profile = findProfile('quick');
  const synthetic = { dataset: 'a', source: 'synthetic', seed: 1, trainSize: 1, testSize: 1 } as const;
  const files = { dataset: 'b', source: 'files', seed: 1, digests: {}, paths: {} } as const;
  expect(reportFolder({ profile, data: { a: synthetic } }, 'results')).toBe(path.join('results', 'quick-synthetic'));
  expect(reportFolder({ profile, data: { a: synthetic, b: files } }, 'results')).toBe(
    path.join('results', 'quick-files'),
  );
});
