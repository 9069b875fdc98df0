import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { newFolder } from '../../../scripts/temporary-folder.js';
import { type Claim, claimFile, claimOn, deadAfterSeconds, heartbeatSeconds } from './claim.js';
import { JobLock } from './job-lock.js';
import { isAlive, thisProcess } from './process-identity.js';
import { ownTag } from './temporary-name.js';

const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

/** Another process's claim, written as that process would. */
function claimBy(directory: string, change: Partial<Claim>): void {
  const claim = { ...thisProcess(), id: 'other', since: '2026-01-01T00:00:00.000Z', ...change };
  writeFileSync(path.join(directory, claimFile), JSON.stringify(claim));
}

async function sleeper(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  children.push(child);
  await new Promise((resolve) => child.once('spawn', resolve));
  return child;
}

test('one holder at a time; what is given back leaves nothing behind', () => {
  const directory = newFolder();
  const lock = JobLock.claim(directory);
  expect(() => JobLock.claim(directory)).toThrow(`process ${process.pid} on`);
  lock.release();
  expect(readdirSync(directory)).toEqual([]);
  JobLock.claim(directory).release();
});

test('a living process of this machine keeps its claim, a dead one loses it at once', async () => {
  const directory = newFolder();
  const child = await sleeper();
  // When the child began is not known here: a process whose beginning differs is another one with the same number.
  claimBy(directory, { pid: child.pid! });
  expect(isAlive({ ...thisProcess(), pid: child.pid! })).toBe(process.platform !== 'linux');
  claimBy(directory, {});
  expect(() => JobLock.claim(directory)).toThrow('computes it, since 2026-01-01');
  const dead = await sleeper();
  const ended = new Promise((resolve) => dead.once('exit', resolve));
  dead.kill('SIGKILL');
  await ended;
  claimBy(directory, { pid: dead.pid! });
  JobLock.claim(directory).release();
});

test('of another machine, age decides', () => {
  const directory = newFolder();
  claimBy(directory, { host: 'node-2', place: 'another' });
  expect(() => JobLock.claim(directory)).toThrow(`process ${process.pid} on node-2`);
  const old = Date.now() / 1000 - deadAfterSeconds - 5;
  utimesSync(path.join(directory, claimFile), old, old);
  JobLock.claim(directory).release();
});

test('a task that Slurm started again takes over its own claim', () => {
  const directory = newFolder();
  claimBy(directory, { host: 'node-2', place: 'another', slurm: '12_3' });
  expect(() => JobLock.claim(directory)).toThrow('(Slurm 12_3)');
  vi.stubEnv('SLURM_ARRAY_JOB_ID', '12');
  vi.stubEnv('SLURM_ARRAY_TASK_ID', '3');
  const lock = JobLock.claim(directory);
  expect(claimOn(directory)!.claim!.slurm).toBe('12_3');
  lock.release();
});

test.each(['{"host":', ''])(
  'a claim that cannot be read (%j) is waited for no longer than a living one needs',
  (text) => {
    const directory = newFolder();
    writeFileSync(path.join(directory, claimFile), text);
    expect(() => JobLock.claim(directory)).toThrow('an unknown process');
    const old = Date.now() / 1000 - 70;
    utimesSync(path.join(directory, claimFile), old, old);
    JobLock.claim(directory).release();
    expect(readdirSync(directory)).toEqual([]);
  },
);

test('a holder whose claim was damaged writes it anew', () => {
  vi.useFakeTimers();
  const directory = newFolder();
  const lock = JobLock.claim(directory);
  writeFileSync(path.join(directory, claimFile), '');
  vi.advanceTimersByTime(heartbeatSeconds * 1000);
  expect(claimOn(directory)!.claim!.pid).toBe(process.pid);
  expect(lock.lost.aborted).toBe(false);
  lock.release();
  expect(readdirSync(directory)).toEqual([]);
});

test('signs of life carry the progress; a holder that was given up learns it', () => {
  vi.useFakeTimers();
  const directory = newFolder();
  const lock = JobLock.claim(directory);
  lock.report({ done: 3, total: 7, note: 'loss 5' });
  vi.advanceTimersByTime(heartbeatSeconds * 1000);
  expect(claimOn(directory)!.claim!.progress).toEqual({ done: 3, total: 7, note: 'loss 5' });
  expect(lock.lost.aborted).toBe(false);
  claimBy(directory, { id: 'thief' });
  vi.advanceTimersByTime(heartbeatSeconds * 1000);
  expect(lock.lost.aborted).toBe(true);
  lock.release();
  expect(claimOn(directory)!.claim!.id).toBe('thief');
});

test('what killed claimants left is removed by the next one', async () => {
  const directory = newFolder();
  const dead = await sleeper();
  const ended = new Promise((resolve) => dead.once('exit', resolve));
  dead.kill('SIGKILL');
  await ended;
  const [place, own] = ownTag().split('-');
  expect(own).toBe(`${process.pid}`);
  // Killed while it wrote, and while it took over.
  for (const ending of ['', '.dead']) {
    writeFileSync(path.join(directory, `${claimFile}.${place}-${dead.pid}-00000000${ending}`), '');
  }
  // Left by an earlier version.
  const claim = { ...thisProcess(), pid: dead.pid!, id: 'x', since: '2026-01-01T00:00:00.000Z' };
  writeFileSync(path.join(directory, `${claimFile}.7cb4d4de-0e5d-4f24-8b43-6a2bd2d3a3b1`), JSON.stringify(claim));
  const living = `${claimFile}.${place}-${process.pid}-00000000`;
  writeFileSync(path.join(directory, living), '');
  JobLock.claim(directory).release();
  expect(readdirSync(directory)).toEqual([living]);
});

test('what killed claimants left long ago is removed', () => {
  const directory = newFolder();
  for (const name of ['claim.json.old', 'claim.json.new']) writeFileSync(path.join(directory, name), '');
  utimesSync(path.join(directory, 'claim.json.old'), 1, 1);
  JobLock.claim(directory).release();
  expect(readdirSync(directory)).toEqual(['claim.json.new']);
});
