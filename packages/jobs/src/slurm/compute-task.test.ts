import path from 'node:path';
import { expect, test } from 'vitest';
import { newFolder } from '../../../../scripts/temporary-folder.js';
import { kinds, probe, toyJobs } from '../../test/toy-jobs.js';
import { job } from '../job.js';
import { readFailure } from '../job-failure.js';
import { jobKey } from '../job-key.js';
import { JobStore } from '../job-store.js';
import type { WorkerModule } from '../worker-module.js';
import { computeTask } from './compute-task.js';
import { writeJobsFile } from './jobs-file.js';

const { trains } = toyJobs(['a', 'b']);
const needing = job(probe, { label: 'probe-b', config: { model: 'b' }, needs: [trains[1]!] });

const started: unknown[] = [];
const worker: WorkerModule = {
  kinds,
  async start(options) {
    started.push(options);
    return { description: 'toy engine' };
  },
};

async function submission(): Promise<{ file: string; store: JobStore }> {
  const root = newFolder();
  const file = path.join(root, '1.json');
  await writeJobsFile(file, [...trains, needing], { engine: 'toy' });
  return { file, store: new JobStore(root) };
}

test('a task prepares its process as the run asked and computes the job of its number', async () => {
  const { file, store } = await submission();
  const notes: string[] = [];
  const progress: string[] = [];
  const outcome = await computeTask(file, 1, {
    store,
    worker,
    onNote: (text) => void notes.push(text),
    onProgress: ({ note }) => void progress.push(note),
  });
  expect(outcome).toMatchObject({ state: 'computed', record: { label: 'train-b', environment: 'toy engine' } });
  expect(started).toEqual([{ engine: 'toy' }]);
  expect([notes, progress]).toEqual([['train-b begins, on toy engine'], ['half']]);
  expect(store.read(trains[1]!)!.result).toEqual({ value: 2 });
  expect(await computeTask(file, 2, { store, worker })).toMatchObject({ state: 'computed' });
});

test('a task whose job needs what has no result, or is not there, computes nothing', async () => {
  const { file, store } = await submission();
  await expect(computeTask(file, 2, { store, worker })).rejects.toThrow('probe-b needs train-b, which has no result');
  await expect(computeTask(file, 3, { store, worker })).rejects.toThrow('holds 3 jobs, numbered from 0; there is no 3');
  await expect(computeTask(`${file}.sh`, 0, { store, worker })).rejects.toThrow('Cannot read the jobs');
});

test('a task that begins after the code has changed says so', async () => {
  const { file, store } = await submission();
  const changed = kinds.map((kind) => ({ ...kind, code: new URL('../errors.ts', import.meta.url) }));
  await expect(computeTask(file, 0, { store, worker: { ...worker, kinds: changed } })).rejects.toThrow(
    'The code of train-a has changed since it was submitted',
  );
  expect(store.read(trains[0]!)).toBeUndefined();
});

test('an engine that does not start is the reason why the job failed', async () => {
  const { file, store } = await submission();
  const broken = { kinds, start: () => Promise.reject(new Error('no GPU here')) };
  await expect(computeTask(file, 0, { store, worker: broken })).rejects.toThrow('no GPU here');
  expect(readFailure(store.directory(trains[0]!), jobKey(trains[0]!))!.reason).toBe('no GPU here');
});
