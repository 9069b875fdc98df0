import { existsSync, mkdirSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { newFolder } from '../../../scripts/temporary-folder.js';
import { toyJobs } from '../test/toy-jobs.js';
import { type Job, job } from './job.js';
import { defineJob } from './job-kind.js';
import { type JobStanding, readResult, requireSound, unfinish } from './job-record.js';
import { jobStatuses } from './job-status.js';
import { JobStore } from './job-store.js';
import { readPlans, writePlan } from './plan.js';
import { runJob } from './run-job.js';
import { runJobs } from './run-jobs.js';
import { sealJson } from './sealed-json.js';
import { statusDetails } from './status-table.js';

const code = new URL('../test/toy-work.ts', import.meta.url);
let runs: string[] = [];

/** Leaves a file that its result is about, and one to go on from. */
const making = defineJob('making', {
  config: z.strictObject({ name: z.string() }),
  result: z.strictObject({ size: z.number() }),
  code,
  working: ['checkpoints', 'log.txt'],
  async run({ name }, { directory }) {
    runs.push(name);
    mkdirSync(path.join(directory, 'checkpoints'), { recursive: true });
    for (const file of ['weights', 'checkpoints/1', 'log.txt']) {
      const place = path.join(directory, file);
      if (!existsSync(place)) writeFileSync(place, `${file} of ${name}`.padEnd(100, '.'));
    }
    return { size: 100 };
  },
});

/** Reads the file of the job that it needs. */
const using = defineJob('using', {
  config: z.strictObject({}),
  result: z.string(),
  code,
  async run(_, { needs }) {
    runs.push('using');
    return readFileSync(path.join(needs[0]!, 'weights'), 'utf8');
  },
});

interface Fixture {
  readonly store: JobStore;
  readonly made: Job;
  readonly other: Job;
  readonly user: Job;
  /** A file in the folder of the first job. */
  file(name: string): string;
}

async function fixture(): Promise<Fixture> {
  const store = new JobStore(newFolder());
  const made = job(making, { label: 'made', config: { name: 'a' } });
  const other = job(making, { label: 'other', config: { name: 'b' } });
  const user = job(using, { label: 'user', config: {}, needs: [made] });
  await runJobs([made, other], { store });
  runs = [];
  return { store, made, other, user, file: (name) => path.join(store.directory(made), name) };
}

function flipBit(file: string): void {
  const bytes = readFileSync(file);
  bytes[bytes.length >> 1]! ^= 1;
  writeFileSync(file, bytes);
}

const damages: [string, (file: string, other: string) => void][] = [
  ['a flipped bit', flipBit],
  ['shortened', (file) => truncateSync(file, 50)],
  ['emptied', (file) => truncateSync(file, 0)],
  ['swapped', (file, other) => writeFileSync(file, readFileSync(other))],
];

test.each(damages)('%s: a record, a result’s file', async (_, damage) => {
  for (const name of ['record.json', 'weights']) {
    const { store, made, other, file } = await fixture();
    damage(file(name), path.join(store.directory(other), name));
    const found = store.examine(made) as Extract<JobStanding, { state: 'damaged' }>;
    expect(found.state).toBe('damaged');
    expect(found.reason).toContain(name);
    expect(store.read(made)).toBeUndefined();
    expect(store.examine(other).state).toBe('finished');
  }
});

test('a file that is gone, and one whose damage shows neither in size nor in time', async () => {
  const { store, made, file } = await fixture();
  const { result } = store.read(made)!;
  const time = Math.floor(Date.now() / 1000) - 5;
  utimesSync(file('weights'), time, time);
  // Its time alone is another: it is read, and is what it was.
  expect(store.examine(made)).toMatchObject({ state: 'finished', record: { result } });
  runs = [];
  unfinish(store.directory(made));
  await runJobs([made], { store });
  flipBit(file('weights'));
  const { files } = JSON.parse(readFileSync(file('record.json'), 'utf8')) as {
    files: Record<string, { modified: number }>;
  };
  const seconds = files.weights!.modified / 1000;
  utimesSync(file('weights'), seconds, seconds);
  if (store.examine(made).state === 'finished') {
    expect(store.examine(made, { thorough: true })).toMatchObject({
      state: 'damaged',
      reason: 'weights is not what was written (its SHA-256 differs)',
    });
  }
  rmSync(file('weights'));
  expect(store.examine(made)).toEqual({ state: 'damaged', reason: 'weights is missing' });
});

test('files to go on from do not count, until they are gone on from', async () => {
  const { store, made, file } = await fixture();
  flipBit(file('checkpoints/1'));
  rmSync(file('log.txt'));
  expect(store.examine(made, { thorough: true }).state).toBe('finished');
  truncateSync(file('weights'), 3);
  expect(unfinish(store.directory(made))).toEqual([
    'checkpoints/1 is not what was written (its SHA-256 differs)',
    'log.txt is missing',
    'weights has 3 bytes instead of 100',
  ]);
  // Nothing that is not what it was is gone on from.
  for (const name of ['checkpoints/1', 'weights', 'record.json']) expect(existsSync(file(name))).toBe(false);
  await runJobs([made], { store });
  expect(readFileSync(file('weights'), 'utf8')).toMatch(/^weights of a\.+$/);
});

test('what is sound of a damaged job is gone on from', async () => {
  const { store, made, file } = await fixture();
  truncateSync(file('weights'), 3);
  unfinish(store.directory(made));
  expect(existsSync(file('weights'))).toBe(false);
  expect(readFileSync(file('checkpoints/1'), 'utf8')).toMatch(/^checkpoints\/1 of a/);
});

test('a damaged job is computed again, with a line that says which and why; nothing else is', async () => {
  const { store, made, other, user, file } = await fixture();
  await runJobs([user], { store });
  await writePlan(store.root, 'plan', [user, other]);
  truncateSync(file('weights'), 3);
  const [plan] = readPlans(store.root);
  const statuses = jobStatuses(plan!.jobs, store);
  expect(statuses.map(({ state }) => state)).toEqual(['damaged', 'done', 'done']);
  expect(statusDetails(statuses).join('\n')).toContain(
    'damaged:\n  made: weights has 3 bytes instead of 100; the next run computes it again',
  );
  runs = [];
  const told: string[] = [];
  const events = { onDamaged: ({ label }: Job, reason: string) => void told.push(`${label}: ${reason}`) };
  const outcomes = await runJobs([made, other, user], { store, events });
  expect(outcomes.map(({ state }) => state)).toEqual(['computed', 'reused', 'reused']);
  expect(told).toEqual(['made: weights has 3 bytes instead of 100']);
  expect(runs).toEqual(['a']);
  expect(jobStatuses(plan!.jobs, store).map(({ state }) => state)).toEqual(['done', 'done', 'done']);
});

test('files are read before another job uses them', async () => {
  const { store, made, user, file } = await fixture();
  const sound = readFileSync(file('weights'), 'utf8');
  flipBit(file('weights'));
  await expect(runJob(user, { store, environment: 'none' })).rejects.toThrow(
    /^user needs made, which is damaged: weights is not what was written/,
  );
  expect(() => requireSound(store.directory(made), ['weights'])).toThrow(`${file('weights')} is damaged`);
  const outcomes = await runJobs([user], { store });
  expect(outcomes[0]).toMatchObject({ state: 'computed', record: { result: sound } });
  requireSound(store.directory(made), ['weights', 'unknown']);
});

test('records of earlier versions, without digests, are trusted; names that lead elsewhere are not', async () => {
  const { store, made, file } = await fixture();
  const {
    digest: _,
    files,
    ...record
  } = JSON.parse(readFileSync(file('record.json'), 'utf8')) as Record<string, unknown>;
  writeFileSync(file('record.json'), JSON.stringify({ ...record, format: 1 }));
  expect(store.read(made)!.result).toEqual({ size: 100 });
  // A newer one that lost its digest is none of them.
  writeFileSync(file('record.json'), JSON.stringify({ ...record, files, format: 1 }));
  expect(store.examine(made).state).toBe('damaged');
  const elsewhere = { '../outside': Object.values(files as object)[0] as object };
  writeFileSync(path.join(store.root, 'jobs', 'outside'), '');
  writeFileSync(file('record.json'), sealJson({ ...record, files: elsewhere }));
  expect(store.examine(made)).toEqual({ state: 'damaged', reason: 'record.json is damaged' });
  unfinish(store.directory(made));
  expect(existsSync(path.join(store.root, 'jobs', 'outside'))).toBe(true);
});

test('a damaged result is not read by a job that needs it', async () => {
  const { store, made, file } = await fixture();
  expect(readResult(store.directory(made), making)).toEqual({ size: 100 });
  const text = readFileSync(file('record.json'), 'utf8');
  writeFileSync(file('record.json'), text.replace('"size":100', '"size":900'));
  expect(() => readResult(store.directory(made), making)).toThrow("of the kind 'making'");
});

test('labels and keys that lead out of the folder are refused, wherever they come from', async () => {
  const { trains } = toyJobs(['a']);
  const root = newFolder();
  const store = new JobStore(root);
  const key = '0'.repeat(64);
  for (const label of ['../../x', 'a/b', 'a\\b', 'a\nb', '']) {
    expect(() => store.folder(label, key)).toThrow('cannot name a folder');
  }
  for (const bad of ['/../../..', 'abc', '']) expect(() => store.folder('x', bad)).toThrow("Expected a job's key");
  await writePlan(root, 'plan', trains);
  const [plan] = readPlans(root);
  const evil = { ...plan!, jobs: [{ ...plan!.jobs[0]!, label: '../../x' }] };
  writeFileSync(path.join(root, 'plans', 'evil.json'), JSON.stringify(evil));
  expect(readPlans(root)).toHaveLength(1);
});
