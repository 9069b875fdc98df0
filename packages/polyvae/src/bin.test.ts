import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const bin = fileURLToPath(new URL('../bin/polyvae.js', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly log: string;
}

/** Runs the compiled command; `interruptAt`: sends Ctrl-C's signal once standard error matches, or the file is there. */
function polyvae(argv: readonly string[], interruptAt?: RegExp | string): Promise<Ended> {
  const child = spawn(process.execPath, [bin, ...argv], { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let log = '';
  let interrupted = false;
  child.stdout.on('data', (part) => {
    out += String(part);
  });
  const look = (): void => {
    if (interrupted || interruptAt === undefined) return;
    if (!(typeof interruptAt === 'string' ? existsSync(interruptAt) : interruptAt.test(log))) return;
    interrupted = true;
    child.kill('SIGINT');
  };
  child.stderr.on('data', (part) => {
    log += String(part);
    look();
  });
  const looking = setInterval(look, 50);
  return new Promise((resolve) =>
    child.on('close', (code) => {
      clearInterval(looking);
      resolve({ code, out, log });
    }),
  );
}

test('standard output holds only JSON', async () => {
  const { code, out } = await polyvae(['step', '--batch', '4', '--steps', '2', '--warm-up', '1', '--json']);
  expect(code).toBe(0);
  expect(Object.keys(JSON.parse(out))).toContain('msPerStep');
}, 120_000);

test('a wrong command line ends with code 2', async () => {
  expect(await polyvae(['step', '--bach', '4'])).toMatchObject({ code: 2, out: '' });
}, 60_000);

test('ends quietly when nobody reads its output', async () => {
  const child = spawn(process.execPath, [bin, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  let log = '';
  child.stderr.on('data', (part) => {
    log += String(part);
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  // 128 and the number of SIGPIPE.
  expect({ code, log }).toEqual({ code: 141, log: '' });
}, 60_000);

test('train: Ctrl-C saves and says so without a stack trace; --resume goes on', async () => {
  const out = path.join(mkdtempSync(path.join(tmpdir(), 'polyvae-')), 'run');
  const argv = ['train', '--profile', 'smoke', '--backend', 'onnx', '--out', out];
  // So many that it does not end before the signal comes.
  argv.push('--epochs', '2000');
  const stopped = await polyvae(argv, path.join(out, 'log.jsonl'));
  expect(stopped.log).toContain('SIGINT: saving before stopping');
  expect(stopped.log).toMatch(
    /\nError: training was stopped after step \d+: saved as .*; run it again to continue\nAdd --resume to the same command\./,
  );
  expect(stopped.log).not.toMatch(/^\s+at /m);
  expect(stopped).toMatchObject({ code: 130, out: '' });
  const stepIn = (log: string): number => Number(/stopped after step (\d+): saved/.exec(log)![1]);
  const resumed = await polyvae([...argv, '--resume'], /Training mmJSD/);
  expect(resumed.code).toBe(130);
  expect(stepIn(resumed.log)).toBeGreaterThanOrEqual(stepIn(stopped.log));
}, 120_000);

test('bench in worker processes: Ctrl-C saves, the next run goes on', async () => {
  const results = mkdtempSync(path.join(tmpdir(), 'polyvae-'));
  const argv = ['bench', '--profile', 'smoke', '--only', 'mmjsd', '--out', results, '--processes', '1', '--json'];
  const stopped = await polyvae(argv, /train-mst-mmjsd-seed-1 started/);
  expect(stopped.log).toContain('SIGINT: saving before stopping');
  expect(stopped).toMatchObject({ code: 130, out: '' });
  const done = await polyvae(argv);
  expect(done.code).toBe(0);
  const { tables, report } = JSON.parse(done.out);
  expect(tables[0].rows[0].cells[0].ours).toBeGreaterThanOrEqual(0);
  expect(existsSync(report.html)).toBe(true);
  // One folder for each job: the interrupted training was continued in its own.
  expect(readdirSync(path.join(results, 'jobs'))).toHaveLength(10);
}, 240_000);
