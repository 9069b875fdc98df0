import { expect, test } from 'vitest';
import { jobKinds, measuringJob, measuringJobs, showingJobs } from './registry.js';

test('kinds have names of their own; those that measure and show are among all', () => {
  expect(new Set(jobKinds.map(({ kind }) => kind)).size).toBe(jobKinds.length);
  expect(jobKinds).toEqual(expect.arrayContaining([...measuringJobs, ...showingJobs]));
});

test('a kind whose numbers tables show is found by its name; another name is an error that lists them', () => {
  for (const kind of measuringJobs) expect(measuringJob(kind.kind)).toBe(kind);
  const known = 'there are of train, probe, coherence, quality, likelihood.';
  expect(() => measuringJob('samples')).toThrow(`There are no numbers of jobs 'samples'; ${known}`);
  expect(() => measuringJob('prob')).toThrow(`There are no numbers of jobs 'prob'; ${known}`);
});
