import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { newFolder } from '../../../scripts/temporary-folder.js';
import type { JobOutcome } from '../src/job-outcome.js';

// Processes run what is built, as users' do.
const program = fileURLToPath(new URL('./program/run.js', import.meta.url));
vi.setConfig({ testTimeout: 120_000 });

interface Spec {
  readonly kind: string;
  readonly label: string;
  readonly config: object;
  readonly needs?: readonly number[];
}

interface Shown extends Omit<JobOutcome, 'job'> {
  readonly label: string;
}

/** Runs the program in a process group of its own, and sends it a signal some time after it has begun. */
function run(
  root: string,
  jobs: readonly Spec[],
  {
    options = { name: 'one' },
    begun = 0,
    signal,
  }: { options?: object; begun?: number; signal?: { name: NodeJS.Signals; after: number; group: boolean } } = {},
): Promise<{ outcomes: Shown[]; output: string; log: string }> {
  const args = [program, root, JSON.stringify(jobs), JSON.stringify(options), `${begun}`];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let output = '';
  let log = '';
  child.stderr.on('data', (part) => {
    log += String(part);
  });
  child.stdout.on('data', (part) => {
    const before = output.includes('begun');
    output += String(part);
    if (!signal || before || !output.includes('begun')) return;
    setTimeout(() => {
      try {
        process.kill(signal.group ? -child.pid! : child.pid!, signal.name);
      } catch {
        // It was quicker.
      }
    }, signal.after);
  });
  return new Promise((resolve) =>
    child.once('close', () => {
      const json = output.split('\n').find((line) => line.startsWith('['));
      resolve({ outcomes: json ? (JSON.parse(json) as Shown[]) : [], output, log });
    }),
  );
}

const parts = (name: string, count: number, milliseconds: number): Spec => ({
  kind: 'parts',
  label: name,
  config: { name, parts: count, milliseconds },
});

/** The folder of a job. */
function folder(root: string, label: string): string {
  return path.join(root, 'jobs', readdirSync(path.join(root, 'jobs')).find((name) => name.startsWith(`${label}-`))!);
}

const lines = (file: string): string[] => readFileSync(file, 'utf8').trim().split('\n');

test('processes compute, with what their module prepared; what they print stays out of the output', async () => {
  const root = newFolder();
  const jobs = [parts('a', 2, 1), { ...parts('b', 1, 1), needs: [0] }];
  const { outcomes, output } = await run(root, jobs, { options: { name: 'two' } });
  expect(outcomes.map(({ state }) => state)).toEqual(['computed', 'computed']);
  expect(outcomes[0]!.record).toMatchObject({ environment: 'toy engine two', result: { done: [0, 1], threads: '3' } });
  expect(output).not.toContain('must not reach');
  expect((await run(root, jobs)).outcomes.map(({ state }) => state)).toEqual(['reused', 'reused']);
});

test('a process that dies fails only its job, with a reason that is kept; the next run tries again', async () => {
  const root = newFolder();
  const jobs = [
    { kind: 'dying', label: 'killed', config: {} },
    { kind: 'dying', label: 'exited', config: { code: 3 } },
    { ...parts('needing', 1, 1), needs: [0] },
    parts('other', 2, 1),
  ];
  const { outcomes } = await run(root, jobs);
  expect(outcomes.map(({ state }) => state)).toEqual(['failed', 'failed', 'skipped', 'computed']);
  expect(outcomes[0]!.reason).toBe('its process ended with SIGKILL before it was done');
  expect(outcomes[1]!.reason).toBe('its process ended with code 3 before it was done');
  const kept = JSON.parse(readFileSync(path.join(folder(root, 'killed'), 'failure.json'), 'utf8')) as object;
  expect(kept).toMatchObject({ reason: outcomes[0]!.reason, detail: expect.stringContaining('memory') });
  const again = await run(root, jobs);
  expect(again.outcomes.map(({ state }) => state)).toEqual(['computed', 'computed', 'computed', 'reused']);
  expect(existsSync(path.join(folder(root, 'killed'), 'failure.json'))).toBe(false);
});

test('a start that fails, a job that throws and a result that is refused say so, and the reason is kept', async () => {
  const root = newFolder();
  const jobs = [
    { kind: 'failing', label: 'throws', config: { message: 'the disk is full' } },
    { kind: 'failing', label: 'refused', config: {} },
  ];
  const unstarted = await run(root, jobs, { options: { name: 'x', fails: 'no such engine' } });
  expect(unstarted.outcomes.map(({ reason }) => reason)).toEqual(['no such engine', 'no such engine']);
  expect(readFileSync(path.join(folder(root, 'throws'), 'failure.json'), 'utf8')).toContain('no such engine');
  const { outcomes } = await run(root, jobs);
  expect(outcomes[0]!.reason).toBe('the disk is full');
  expect(outcomes[1]!.reason).toMatch(/^The result of refused is not what the kind 'failing' declares/);
});

test('Ctrl-C reaches the whole group, but jobs save first, and the next run goes on there', async () => {
  const root = newFolder();
  const jobs = [parts('a', 3, 60_000), parts('b', 3, 60_000), parts('c', 1, 1)];
  const { outcomes } = await run(root, jobs, { begun: 2, signal: { name: 'SIGINT', after: 0, group: true } });
  expect(outcomes.map(({ state }) => state)).toEqual(['stopped', 'stopped', 'stopped']);
  expect(existsSync(path.join(folder(root, 'a'), 'saved'))).toBe(true);
  expect(readdirSync(folder(root, 'a'))).not.toContain('claim.json');
  expect(readdirSync(folder(root, 'a'))).not.toContain('failure.json');
  const again = await run(root, jobs);
  expect(again.outcomes.map(({ state }) => state)).toEqual(['computed', 'computed', 'computed']);
  expect(lines(path.join(folder(root, 'a'), 'log'))).toEqual(['0', '1', '2']);
});

test('killed at any moment, nothing is lost and nothing computed twice', async () => {
  const root = newFolder();
  const jobs = [parts('a', 4, 60), parts('b', 4, 60), { ...parts('c', 4, 60), needs: [0, 1] }];
  const kept = new Map<string, string>();
  const check = (): void => {
    for (const name of readdirSync(path.join(root, 'jobs'))) {
      const file = path.join(root, 'jobs', name, 'record.json');
      if (!existsSync(file)) continue;
      const record = readFileSync(file, 'utf8');
      expect(kept.get(name) ?? record).toBe(record);
      kept.set(name, record);
    }
  };
  for (const [i, after] of [20, 90, 150, 40, 0].entries()) {
    // Half the time the worker processes outlive the program for a moment, and the next ones must leave their jobs alone.
    await run(root, jobs, { signal: { name: 'SIGKILL', after, group: i % 2 === 0 } });
    check();
  }
  const { outcomes } = await run(root, jobs);
  check();
  expect(outcomes.every(({ record }) => record)).toBe(true);
  expect(outcomes[2]!.record!.result).toMatchObject({ done: [0, 1, 4, 9] });
  const undisturbed = await run(newFolder(), jobs);
  const results = (found: readonly Shown[]) => found.map(({ record }) => record!.result);
  expect(results(outcomes)).toEqual(results(undisturbed.outcomes));
  for (const label of ['a', 'b', 'c']) {
    // A part may have been logged but not kept when the process was killed.
    expect(new Set(lines(path.join(folder(root, label), 'log')))).toEqual(new Set(['0', '1', '2', '3']));
    expect(readdirSync(folder(root, label)).filter((name) => /tmp$|^claim.json$/.test(name))).toEqual([]);
  }
});

test('of several programs that find a dead claim, one computes the job and the others wait for it', async () => {
  const root = newFolder();
  const jobs = [parts('a', 2, 100)];
  await run(root, jobs, { signal: { name: 'SIGKILL', after: 0, group: true } });
  const claim = { host: 'node-2', place: 'another', pid: 1, begun: '1', id: 'dead', since: '2026-01-01T00:00:00.000Z' };
  mkdirSync(folder(root, 'a'), { recursive: true });
  const file = path.join(folder(root, 'a'), 'claim.json');
  writeFileSync(file, JSON.stringify(claim));
  utimesSync(file, 1, 1);
  // However far the first program came before it was killed.
  rmSync(path.join(folder(root, 'a'), 'parts.json'), { force: true });
  writeFileSync(path.join(folder(root, 'a'), 'log'), '');
  const runs = await Promise.all(Array.from({ length: 4 }, () => run(root, jobs)));
  const states = runs.map(({ outcomes }) => outcomes[0]!.state).toSorted();
  expect(states[0]).toBe('computed');
  expect(lines(path.join(folder(root, 'a'), 'log'))).toEqual(['0', '1']);
});
