#!/usr/bin/env node
/**
 * Kills commands at random moments by SIGINT (as Ctrl-C does it, with all children), SIGTERM and SIGKILL in turn, then starts them again, twice at once.
 *
 * Whatever the moment: exit codes 130 and 143, results bit for bit those of a run that nobody disturbed, each job computed by one process, no line twice in
 * a log, and neither claims nor temporary files are left.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Rng } from '@polyvae/random';
import { polyvae } from './command.js';
import { differences, filesIn, leftIn, outcomesIn, tablesIn } from './results.js';

const { values } = parseArgs({
  options: {
    commands: { type: 'string', multiple: true, default: ['train', 'evaluate', 'bench', 'data'] },
    /** Moments for each command. */
    count: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
  },
});

/** @typedef {import('./command.js').Ended} Ended */

/**
 * A command under trial.
 * @typedef {object} Trial
 * @property {(folder: string) => string[]} args
 * @property {(folder: string, ended: Ended) => Map<string, string>} outcome What must come out the same, by name.
 * @property {RegExp} [mayRefuse] What the second of two at once may end with.
 */

const root = mkdtempSync(path.join(os.tmpdir(), 'kill-'));
const trained = path.join(root, 'trained');
const tiny = ['--profile', 'smoke', '--backend', 'onnx', '--threads', '1'];

/** @type {Readonly<Record<string, Trial>>} */
const trials = {
  train: {
    args: (folder) => [
      ...['train', ...tiny, '--epochs', '10', '--steps-per-epoch', '4', '--out', folder],
      ...(existsSync(path.join(folder, 'run.json')) ? ['--resume'] : []),
    ],
    outcome: (folder) => outcomesIn(folder),
    mayRefuse: /is in use: process \d+|holds a training already/,
  },
  evaluate: {
    args: () => ['evaluate', '--run', trained, '--probe-train-size', '40', '--backend', 'onnx', '--json'],
    outcome: (_, { out }) => new Map([['printed', out]]),
  },
  bench: {
    args: (folder) => ['bench', '--profile', 'smoke', '--only', 'mmjsd', '--backend', 'onnx', '--out', folder],
    // The times of table 13 are those of the run.
    outcome: (folder) =>
      new Map([...tablesIn(folder), ...outcomesIn(folder)].filter(([name]) => !name.endsWith('table-13.json'))),
  },
  data: {
    args: (folder) => ['data', 'synthetic', '--count', '400', '--out', path.join(folder, 'digits.svg')],
    outcome: (folder) => new Map([['digits.svg', readFileSync(path.join(folder, 'digits.svg'), 'utf8')]]),
  },
};

const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGKILL']);
/** @type {Readonly<Record<typeof signals[number], number>>} */
const codes = { SIGINT: 130, SIGTERM: 143, SIGKILL: 137 };

/**
 * Logs in which a step or an epoch is there twice, or not in order.
 * @param {string} folder
 */
function brokenLogs(folder) {
  return filesIn(folder).filter((file) => {
    if (path.posix.basename(file) !== 'log.jsonl') return false;
    const lines = readFileSync(path.join(folder, file), 'utf8').trim().split('\n');
    const steps = lines
      .map((line) => /** @type {{ kind: string, step: number }} */ (JSON.parse(line)))
      .filter(({ kind }) => kind === 'step');
    return steps.some(({ step }, i) => step !== i + 1);
  });
}

/**
 * Jobs that more than one of some runs computed, by what they said.
 * @param {readonly Ended[]} runs
 */
function computedTwice(runs) {
  const labels = runs.flatMap(({ log }) => [...log.matchAll(/\] (\S+) done in /g)].map(([, label]) => label));
  return labels.filter((label, i) => labels.indexOf(label) !== i);
}

/** @type {Map<string, number>} */
const counts = new Map();
/** @type {string[]} */
const failures = [];
const count = (/** @type {string} */ what) => counts.set(what, (counts.get(what) ?? 0) + 1);

/**
 * Kills a command once and starts it again.
 * @param {string} name
 * @param {{ signal: typeof signals[number], group: boolean, after: number }} kill
 * @param {ReadonlyMap<string, string>} expected
 */
async function once(name, kill, expected) {
  const { args, outcome, mayRefuse } = /** @type {Trial} */ (trials[name]);
  const folder = mkdtempSync(path.join(root, `${name}-`));
  // It must not exist for a training that begins.
  const own = path.join(folder, 'own');
  if (name === 'data') mkdirSync(own);
  const killed = await polyvae(args(own), kill);
  const again = await Promise.all([polyvae(args(own)), polyvae(args(own))]);
  const finished = again.find(({ code }) => code === 0);
  const wrong = [
    ...(killed.code === codes[kill.signal] || killed.code === 0
      ? []
      : [`exit ${killed.code}: ${killed.log.slice(-500)}`]),
    ...(/^[ \t]+at /m.test(killed.log) ? [`a stack: ${killed.log.slice(-500)}`] : []),
    ...(finished ? [] : ['neither of two at once ended well']),
    ...again
      .filter(({ code, log }) => code !== 0 && !(code === 2 && mayRefuse?.test(log)))
      .map(({ code, log }) => `started again: exit ${code}: ${log.slice(-500)}`),
    ...(finished ? differences(expected, outcome(own, finished)).map((what) => `${what} differs`) : []),
    ...computedTwice([killed, ...again]).map((label) => `${label} was computed twice`),
    ...(existsSync(own) ? brokenLogs(own).map((file) => `${file} has lines twice`) : []),
    ...(existsSync(own) ? leftIn(own) : []).map((file) => `${file} is left`),
    ...leftIn(trained).map((file) => `${file} is left`),
  ];
  count(`${name}, ${kill.signal}: exit ${killed.code}`);
  if (again.some(({ code }) => code === 2)) count(`${name}: the second of two at once was told who works there`);
  if (wrong.length > 0) failures.push(`${name}, ${kill.signal} after ${kill.after.toFixed(2)} s: ${wrong.join('; ')}`);
  rmSync(folder, { recursive: true });
  return wrong;
}

const made = await polyvae(['train', ...tiny, '--out', trained]);
if (made.code !== 0) throw new Error(`training failed:\n${made.log}`);
for (const name of values.commands) {
  const trial = trials[name];
  if (!trial) throw new Error(`--commands: expected some of ${Object.keys(trials).join(', ')}, found ${name}`);
  const rng = Rng.fromSeed(Number(values.seed)).fork(name);
  const folder = path.join(root, `${name}-undisturbed`);
  if (name === 'data') mkdirSync(folder);
  const whole = await polyvae(trial.args(folder));
  if (whole.code !== 0) throw new Error(`${name} failed:\n${whole.log}`);
  const expected = trial.outcome(folder, whole);
  for (let i = 0; i < Number(values.count); i++) {
    const signal = /** @type {typeof signals[number]} */ (signals[i % signals.length]);
    const after = rng.uniform() * whole.seconds;
    // Half of what is killed leaves its children alive for a moment.
    const group = signal === 'SIGINT' || (signal === 'SIGKILL' && i % 2 === 0);
    const wrong = await once(name, { signal, group, after }, expected);
    console.error(
      `${name} ${i + 1}/${values.count}: ${signal} after ${after.toFixed(2)} s: ${wrong.join('; ') || 'well'}`,
    );
  }
}
for (const [what, times] of [...counts].sort()) console.log(`${times}\t${what}`);
console.log(`${values.commands.length} commands x ${values.count} moments: ${failures.length} failures`);
for (const failure of failures) console.log(failure);
rmSync(root, { recursive: true });
process.exitCode = failures.length > 0 ? 1 : 0;
