import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Job, JobStore } from '@polyvae/jobs';
import { expect, test } from 'vitest';
import { findDataset, findExperiment } from '../datasets/registry.js';
import { startEngine } from '../engines/engine.js';
import type { LikelihoodSettings } from '../jobs/likelihood.js';
import type { ProbeSettings } from '../jobs/probe.js';
import type { QualitySettings } from '../jobs/quality.js';
import { jobKinds } from '../jobs/registry.js';
import { findProfile } from '../paper/profiles.js';
import { estimateCost, type JobCost, wallSeconds } from './cost.js';
import { jobsOf, planJobs } from './plan.js';

const dataset = 'mnist-svhn-text';
const jobs = jobsOf(
  planJobs({
    profile: findProfile('smoke'),
    wanted: [{ experiments: [findExperiment('mmvae')], kinds: jobKinds }],
    data: { [dataset]: { dataset, source: 'synthetic', seed: 1, trainSize: 64, testSize: 20 } },
    seeds: [1, 2],
    backend: 'onnx',
  }),
);
const find = (name: string): Job => jobs.find(({ kind }) => kind.kind === name)!;

test('every job that is not there yet has a cost; equal work is measured once', async () => {
  await startEngine('onnx', { purpose: 'train' });
  const store = new JobStore(mkdtempSync(path.join(tmpdir(), 'polyvae-')));
  const result = { rows: [], pictures: {}, texts: [] };
  await store.write(find('samples'), { seconds: 1, environment: 'none', result });
  const costs = await estimateCost(jobs, store);
  expect(costs.map(({ job }) => job.label)).toEqual(
    jobs.filter((job) => job !== find('samples')).map(({ label }) => label),
  );
  expect(costs.every(({ seconds, count }) => seconds > 0 && count > 0)).toBe(true);
  const trainings = costs.filter(({ job }) => job.kind.kind === 'train');
  expect(trainings.map(({ count, counted }) => `${count} ${counted}`)).toEqual(['2 steps', '2 steps']);
  expect(trainings[0]!.milliseconds).toBe(trainings[1]!.milliseconds);
}, 60_000);

test('items that go through the model', () => {
  const passes = (name: string, testSize: number) =>
    jobKinds.find(({ kind }) => kind === name)!.passes!(find(name).config, testSize);
  const settings = findDataset(dataset).settings.smoke.jobs;
  const { trainSize } = settings.probe as unknown as ProbeSettings;
  expect(passes('probe', 20)).toBe(2 * 7 * (trainSize + 20));
  expect(passes('quality', 20)).toBe(8 * (settings.quality as unknown as QualitySettings).samples);
  const { points, samples } = settings.likelihood as unknown as LikelihoodSettings;
  expect(passes('likelihood', 1e6)).toBe((7 + 12) * points * samples);
});

test('time with several at a time is bounded by the longest chain', () => {
  const cost = (job: Job, seconds: number): JobCost => ({ job, seconds, count: 1, counted: 'steps', milliseconds: 1 });
  const costs = [cost(find('train'), 10), cost(find('probe'), 5), cost(find('judge'), 3)];
  expect(wallSeconds(costs, 1)).toBe(18);
  expect(wallSeconds(costs, Number.POSITIVE_INFINITY)).toBe(15);
  expect(wallSeconds([], 2)).toBe(0);
});
