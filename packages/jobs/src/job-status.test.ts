import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { newFolder } from '../../../scripts/temporary-folder.js';
import { toyJobs } from '../test/toy-jobs.js';
import { claimFile } from './claim.js';
import type { Job } from './job.js';
import { writeFailure } from './job-failure.js';
import { jobKey } from './job-key.js';
import { jobStatuses } from './job-status.js';
import { JobStore } from './job-store.js';
import { readPlans, writePlan } from './plan.js';
import { thisProcess } from './process-identity.js';
import { countsOf, statusDetails, statusTable } from './status-table.js';

const { all: jobs } = toyJobs(['a', 'b', 'c', 'd']);
const find = (kind: string, number: number): Job => jobs.filter((one) => one.kind.kind === kind)[number]!;

function claim(directory: string, change: object): void {
  mkdirSync(directory, { recursive: true });
  const own = { ...thisProcess(), id: 'x', since: '2026-01-01T10:00:00.000Z', ...change };
  writeFileSync(path.join(directory, claimFile), JSON.stringify(own));
}

test('done, running, failed, waiting, as the folders tell', async () => {
  const root = newFolder();
  const store = new JobStore(root);
  await writePlan(root, 'Profile smoke', jobs);
  await store.write(find('train', 0), { seconds: 1, environment: 'none', result: { value: 1 } });
  claim(store.directory(find('train', 1)), { progress: { done: 3, total: 8, note: 'loss 5' }, slurm: '12_1' });
  const failed = find('train', 2);
  await writeFailure(store.directory(failed), jobKey(failed), { reason: 'the disk is full', detail: 'stack' });
  const died = find('judge', 0);
  claim(store.directory(died), { place: 'elsewhere', host: 'node-2' });
  utimesSync(path.join(store.directory(died), claimFile), 1, 1);
  mkdirSync(path.join(store.directory(find('judge', 1)), 'checkpoints'), { recursive: true });

  const [plan] = readPlans(root);
  const statuses = jobStatuses(plan!.jobs, store);
  const of = ({ label }: Job) => statuses.find(({ job }) => job.label === label);
  expect(of(find('train', 0))!.state).toBe('done');
  expect(of(find('train', 1))).toMatchObject({ state: 'running', progress: { done: 3 } });
  expect(of(find('train', 1))!.note).toMatch(/^process \d+ on .* \(Slurm 12_1\), since 2026-01-01 10:00 UTC/);
  expect(of(failed)).toMatchObject({ state: 'failed', note: expect.stringContaining('the disk is full') });
  expect(of(died)).toMatchObject({ state: 'waiting', note: 'its process died; the next run computes it' });
  expect(of(find('judge', 1))!.note).toBe('begun; the next run computes it');
  expect(of(find('probe', 2))!.note).toBe(`needs ${failed.label}, which failed`);
  expect(of(find('probe', 1))!.note).toBe(`needs ${find('train', 1).label}`);
  expect(countsOf(statuses)).toBe('1 done, 1 running, 1 failed, 9 waiting');

  const { columns, rows } = statusTable(statuses);
  expect(columns).toEqual(['train', 'judge', 'probe']);
  expect(rows.map(({ subject }) => subject)).toEqual(['a', 'b', 'c', 'd', undefined]);
  expect(rows[1]!.cells).toEqual(['37 %', '', 'waiting']);
  expect(rows[4]!.cells).toEqual(['', '4 waiting', '']);
  const [running, failures] = statusDetails(statuses);
  expect(running).toContain('  train-b: 3/8 loss 5; process');
  expect(failures).toContain(store.directory(failed));
});

test('the plan that was begun last comes first, and the same jobs are one plan', async () => {
  const root = newFolder();
  expect(readPlans(root)).toEqual([]);
  await writePlan(root, 'first', jobs);
  await new Promise((resolve) => setTimeout(resolve, 5));
  await writePlan(root, 'second', jobs.slice(0, 1));
  expect(readPlans(root).map(({ title }) => title)).toEqual(['second', 'first']);
  await new Promise((resolve) => setTimeout(resolve, 5));
  await writePlan(root, 'first again', jobs);
  writeFileSync(path.join(root, 'plans', 'damaged.json'), '{');
  expect(readPlans(root).map(({ title }) => title)).toEqual(['first again', 'second']);
});
