#!/usr/bin/env node
// Tries the engines tfjs-node and tfjs-node-gpu for real, in processes that find them in a cache folder: steps equal those on ONNX
// Runtime, memory is flat, `bench --profile smoke` completes, and tfjs-node-gpu without a GPU says so. Usage: check-tfjs-node.js [--require]
// Left out, with a line that says why, where it cannot be built (g++, unzip, Python's pip, PyPI); with --require that fails.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, whyNot } from './build.js';

const isRequired = process.argv.includes('--require');

/** @param {string} why */
function leaveOut(why) {
  console.log(`tfjs-node: left out, ${why}`);
  process.exit(isRequired ? 1 : 0);
}

const why = whyNot();
if (why !== undefined) leaveOut(why);
let modules = '';
try {
  modules = build();
} catch (error) {
  leaveOut(`it could not be built: ${/** @type {Error} */ (error).message.split('\n')[0]}`);
}
const env = { ...process.env, NODE_PATH: modules, TF_CPP_MIN_LOG_LEVEL: '3' };
const polyvae = fileURLToPath(new URL('../../packages/polyvae/bin/polyvae.js', import.meta.url));
const results = mkdtempSync(join(tmpdir(), 'polyvae-tfjs-node-'));
let failed = 0;

/**
 * Runs a program of its own.
 * @param {string} what
 * @param {readonly string[]} args
 * @param {(done: { status: number | null, stdout: string, stderr: string }) => boolean} isRight
 */
function check(what, args, isRight) {
  const done = spawnSync(process.execPath, args, { env, encoding: 'utf8', maxBuffer: 2 ** 26 });
  const holds = isRight(done);
  if (!holds) failed++;
  console.log(`${holds ? 'ok    ' : 'FAILED'} ${what}`);
  if (!holds) console.log(done.stdout.slice(-3000) + done.stderr.slice(-3000));
}

try {
  const steps = spawnSync(process.execPath, [fileURLToPath(new URL('compare-steps.js', import.meta.url))], {
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (steps.status !== 0) failed++;
  const bench = ['bench', '--profile', 'smoke', '--backend', 'node', '--out', results, '--no-figures'];
  check('bench --profile smoke --backend node', [polyvae, ...bench], ({ status, stdout }) => {
    return status === 0 && stdout.includes('Table 4.') && stdout.includes('backend: node');
  });
  check('step --backend node', [polyvae, 'step', '--backend', 'node', '--batch', '8', '--steps', '2'], (done) => {
    return done.status === 0 && done.stdout.includes('node (libtensorflow, CPU)');
  });
  check('step --backend node-gpu without a GPU says so', [polyvae, 'step', '--backend', 'node-gpu'], (done) => {
    return done.status === 2 && done.stderr.includes('tfjs-node-gpu is installed but sees no GPU');
  });
  check('--backend auto without a GPU takes onnx', [polyvae, 'step', '--batch', '8', '--steps', '1'], (done) => {
    return done.status === 0 && done.stdout.includes('onnx (ONNX Runtime on the CPU)');
  });
} finally {
  rmSync(results, { recursive: true, force: true });
}
process.exitCode = failed === 0 ? 0 : 1;
