import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';

export const program = path.join(
  path.dirname(createRequire(import.meta.url).resolve('polyvae/package.json')),
  'bin/polyvae.js',
);

/**
 * How a command ended. A shell says 128 + the signal's number of one that a signal ended, and so does this.
 * @typedef {{ code: number, out: string, log: string, seconds: number }} Ended
 */

/** @type {Readonly<Record<string, number>>} */
const numbers = { SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };

/**
 * Runs the command in a process group of its own.
 * @param {readonly string[]} args
 * @param {{ signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL', after: number, group?: boolean }} [kill] Seconds after which it gets a signal;
 * `group`: its children too, as by Ctrl-C.
 * @returns {Promise<Ended>}
 */
export function polyvae(args, kill) {
  const begun = performance.now();
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let out = '';
  let log = '';
  child.stdout.on('data', (part) => {
    out += String(part);
  });
  child.stderr.on('data', (part) => {
    log += String(part);
  });
  const timer =
    kill &&
    setTimeout(() => {
      try {
        process.kill(
          kill.group ? -(/** @type {number} */ (child.pid)) : /** @type {number} */ (child.pid),
          kill.signal,
        );
      } catch {
        // It was quicker.
      }
    }, kill.after * 1000);
  return new Promise((resolve) =>
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      const seconds = (performance.now() - begun) / 1000;
      resolve({ code: code ?? 128 + (numbers[signal ?? ''] ?? 0), out, log, seconds });
    }),
  );
}
