import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const bin = fileURLToPath(new URL('../../bin/polyvae.js', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly log: string;
}

/** Runs the compiled command; `interruptAt`: sends Ctrl-C's signal once standard error matches. */
function polyvae(argv: readonly string[], interruptAt?: RegExp): Promise<Ended> {
  const child = spawn(process.execPath, [bin, ...argv], { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let log = '';
  let interrupted = false;
  child.stdout.on('data', (part) => {
    out += String(part);
  });
  child.stderr.on('data', (part) => {
    log += String(part);
    if (interruptAt?.test(log) && !interrupted) {
      interrupted = true;
      child.kill('SIGINT');
    }
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, log })));
}

test('standard output holds only JSON', async () => {
  const { code, out } = await polyvae(['step', '--batch', '4', '--steps', '2', '--warm-up', '1', '--json']);
  expect(code).toBe(0);
  expect(Object.keys(JSON.parse(out))).toContain('msPerStep');
}, 120_000);

test('a wrong command line ends with code 2', async () => {
  expect(await polyvae(['step', '--bach', '4'])).toMatchObject({ code: 2, out: '' });
}, 60_000);

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
  // One folder for each unit: the interrupted training was continued in its own.
  expect(readdirSync(path.join(results, 'units'))).toHaveLength(10);
}, 240_000);
