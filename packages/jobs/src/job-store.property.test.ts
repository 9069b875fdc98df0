import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { damagedJson, expectOnlyDocumentedErrors } from '../../../scripts/reader-properties.js';
import { newFolder } from '../../../scripts/temporary-folder.js';
import { toyJobs } from '../test/toy-jobs.js';
import { jobStatuses } from './job-status.js';
import { JobStore } from './job-store.js';
import { readPlans, writePlan } from './plan.js';

const { trains, all } = toyJobs(['mvae', 'mmjsd']);

test('a damaged record is no record, or the same', async () => {
  const store = new JobStore(newFolder());
  const [job] = trains;
  await store.write(job!, { seconds: 1.5, environment: 'test', result: { value: 7 } });
  const file = path.join(store.directory(job!), 'record.json');
  const whole = readFileSync(file, 'utf8');
  const { read } = await expectOnlyDocumentedErrors(damagedJson([whole]), (bytes) => {
    writeFileSync(file, bytes);
    const record = store.read(job!);
    if (record) expect(record).toMatchObject({ seconds: 1.5, environment: 'test', result: { value: 7 } });
  });
  expect(read).toBeGreaterThan(0);
});

test('damaged plans, claims and failures', async () => {
  const root = newFolder();
  const store = new JobStore(root);
  await writePlan(root, 'a plan', all);
  const plans = path.join(root, 'plans');
  const [name] = readdirSync(plans);
  const folder = store.directory(trains[0]!);
  mkdirSync(folder, { recursive: true });
  const files = [path.join(plans, name!), path.join(folder, 'lock.json'), path.join(folder, 'failure.json')];
  const whole = readFileSync(files[0]!, 'utf8');
  const claim = JSON.stringify({ host: 'x', pid: 1, startedAt: '2026-01-01T00:00:00.000Z' });
  const failure = JSON.stringify({ key: 'x', reason: 'y', detail: 'z', at: '2026-01-01T00:00:00.000Z' });
  await expectOnlyDocumentedErrors(damagedJson([whole, claim, failure]), (bytes) => {
    for (const file of files) writeFileSync(file, bytes);
    for (const plan of readPlans(root)) jobStatuses(plan.jobs, store);
  });
});
