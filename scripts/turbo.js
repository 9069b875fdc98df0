#!/usr/bin/env node
// Turbo without what it says of itself: no telemetry notice, no banners, no lines about caches. Usage: turbo.js ARGUMENTS…
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { isNoise } from './turbo-noise.js';

/** Milliseconds of silence after which it is said what goes on. */
const patience = 2000;

const args = process.argv.slice(2);
// Where only errors are asked for, the sum of what worked is none.
const onlyErrors = args.includes('--output-logs=errors-only');
const bin = createRequire(import.meta.url).resolve('turbo/bin/turbo');
const child = spawn(process.execPath, [bin, ...args], {
  stdio: ['inherit', 'pipe', 'inherit'],
  env: {
    ...process.env,
    TURBO_TELEMETRY_DISABLED: '1',
    TURBO_NO_UPDATE_NOTIFIER: '1',
    ...(process.stdout.isTTY && process.stdout.hasColors() && { FORCE_COLOR: '1' }),
  },
});
const silent = setTimeout(() => console.error('Building what has changed …'), patience);
// Ctrl-C reaches turbo too, which ends what it runs.
process.on('SIGINT', () => undefined);

let isBlank = true;
createInterface({ input: child.stdout }).on('line', (line) => {
  if (isNoise(line) || (onlyErrors && /^\s*Tasks:\s/.test(line)) || (isBlank && line.trim() === '')) return;
  isBlank = line.trim() === '';
  clearTimeout(silent);
  process.stdout.write(`${line}\n`);
});
child.on('close', (code) => {
  clearTimeout(silent);
  process.exitCode = code ?? 1;
});
