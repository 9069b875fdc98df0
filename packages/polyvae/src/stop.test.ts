import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { folder, tiny } from '../test/run-command.js';

const bin = fileURLToPath(new URL('../bin/polyvae.js', import.meta.url));

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)(
  'train saves at %s, says so without a stack, and exits with %i',
  async (signal, expected) => {
    const out = path.join(folder(), 'run');
    const long = ['--epochs', '100000', '--threads', '1', '--out', out];
    const child = spawn(process.execPath, [bin, 'train', ...tiny, ...long], { stdio: ['ignore', 'ignore', 'pipe'] });
    let log = '';
    let sent = false;
    child.stderr.on('data', (part) => {
      log += String(part);
      if (!sent && log.includes('Training')) {
        sent = true;
        child.kill(signal);
      }
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect(log).toMatch(/Error: training was stopped after step \d+: saved as /);
    expect(log).not.toMatch(/^\s+at /m);
    expect(code).toBe(expected);
  },
  120_000,
);
