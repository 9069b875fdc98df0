import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Rng } from '@polyvae/random';
import { expect, test } from 'vitest';
import { run as runHere } from '../test/run-command.js';

const bin = fileURLToPath(new URL('../bin/polyvae.js', import.meta.url));
const results = mkdtempSync(path.join(tmpdir(), 'polyvae-'));
const bench = (out: string): string[] => [
  ...[bin, 'table', '1', '--profile', 'smoke', '--only', 'mmjsd', '--backend', 'onnx', '--threads', '1'],
  ...['--processes', '1', '--json', '--out', out],
];

/** Runs the command in a process group of its own; `kill`: what to end, and how long after the first job began. */
function run(out: string, kill?: { after: number; group: boolean }): Promise<{ code: number | null; out: string }> {
  const child = spawn(process.execPath, bench(out), { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let printed = '';
  let log = '';
  child.stdout.on('data', (part) => {
    printed += String(part);
  });
  child.stderr.on('data', (part) => {
    const begun = /started/.test(log);
    log += String(part);
    if (!kill || begun || !/started/.test(log)) return;
    setTimeout(() => {
      try {
        process.kill(kill.group ? -child.pid! : child.pid!, 'SIGKILL');
      } catch {
        // It was quicker.
      }
    }, kill.after);
  });
  return new Promise((resolve) => child.once('exit', (code) => setImmediate(() => resolve({ code, out: printed }))));
}

/** What is finished: the bytes of every result. */
function finished(): Map<string, string> {
  const folder = path.join(results, 'jobs');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return new Map(
    names.flatMap((name): [string, string][] => {
      try {
        return [[name, readFileSync(path.join(folder, name, 'record.json'), 'utf8')]];
      } catch {
        return [];
      }
    }),
  );
}

interface Status {
  readonly label: string;
  readonly state: string;
  readonly note: string;
}

async function status(): Promise<Status[]> {
  const { code, out } = await runHere('status', '--out', results, '--json');
  expect(code).toBe(0);
  return (JSON.parse(out) as [{ jobs: Status[] }])[0].jobs;
}

test('killed at any moment, nothing is lost and nothing computed twice', async () => {
  const rng = Rng.fromSeed(Number(process.env.POLYVAE_KILL_SEED ?? 1));
  const moments = rng.uniforms(4);
  const kept = new Map<string, string>();
  for (const [i, moment] of moments.entries()) {
    // Half the time the worker process outlives the command for a moment, and the next one must leave its job alone.
    const { code } = await run(results, { after: Math.round(moment * 1500), group: i % 2 === 0 });
    for (const [name, result] of finished()) {
      expect(kept.get(name) ?? result, name).toBe(result);
      kept.set(name, result);
    }
    // A run that was quicker than the kill.
    if (code === 0) break;
    const states = (await status()).map(({ state }) => state);
    expect(states.every((state) => ['done', 'waiting', 'running'].includes(state))).toBe(true);
    expect(states.filter((state) => state === 'done').length).toBeGreaterThanOrEqual(kept.size);
  }
  const last = await run(results);
  expect(last.code).toBe(0);
  for (const [name, result] of finished()) expect(kept.get(name) ?? result, name).toBe(result);
  expect((await status()).map(({ state }) => state)).toEqual(['done', 'done']);
  expect(readdirSync(path.join(results, 'jobs')).toSorted()).toHaveLength(2);

  const undisturbed = mkdtempSync(path.join(tmpdir(), 'polyvae-'));
  const whole = await run(undisturbed);
  const cells = (out: string) => (JSON.parse(out) as { rows: { cells: unknown }[] }).rows.map((row) => row.cells);
  expect(cells(last.out)).toEqual(cells(whole.out));
  const weightsIn = (root: string): Buffer => {
    const folder = readdirSync(path.join(root, 'jobs')).find((name) => name.startsWith('train-'))!;
    return readFileSync(path.join(root, 'jobs', folder, 'weights.safetensors'));
  };
  expect(weightsIn(results).equals(weightsIn(undisturbed))).toBe(true);
}, 240_000);
