#!/usr/bin/env node
/**
 * Damages every file of a finished run in turn: flips a bit, flips one and puts the file's time back, shortens, swaps with its like of another job, empties,
 * deletes. Every file goes through the validator in this process; for one file of each kind the whole run is done once more on a copy.
 *
 * Every case must be found, or heal: tables, results and weights come out as they were, and the run says which job was damaged.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { JobStore, jobStatuses, readPlans, requireSound } from '@polyvae/jobs';
import { Rng } from '@polyvae/random';
import { polyvae } from './command.js';
import { differences, filesIn, leftIn, outcomesIn, tablesIn } from './results.js';

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'mmjsd' },
    seed: { type: 'string', default: '1' },
    /** A finished run of the profile smoke; default: a new one. */
    from: { type: 'string' },
    /** Whole reruns at most; default one for each kind of file. */
    reruns: { type: 'string', default: '1000' },
  },
});
const rng = Rng.fromSeed(Number(values.seed));
const folder = mkdtempSync(path.join(os.tmpdir(), 'damage-'));
const root = path.join(folder, 'finished');
/** @param {string} out */
const bench = (out) => polyvae(['bench', '--profile', 'smoke', '--only', values.model, '--out', out]);

/** @typedef {{ file: string, like: string | undefined }} Target A file, and its like of another job. */

/**
 * The damages; each gets a file's path and that of its like.
 * @type {Readonly<Record<string, (place: string, like: string | undefined) => void>>}
 */
const damages = {
  'flips a bit': (place) => flip(place),
  'flips a bit, time put back': (place) => {
    const { atime, mtime } = statSync(place);
    flip(place);
    utimesSync(place, atime, mtime);
  },
  shortens: (place) => truncateSync(place, statSync(place).size >> 1),
  swaps: (place, like) => {
    if (like) writeFileSync(place, readFileSync(like));
    else writeFileSync(place, 'a file of something else\n');
  },
  empties: (place) => truncateSync(place, 0),
  deletes: (place) => rmSync(place),
};

/** @param {string} place */
function flip(place) {
  const bytes = readFileSync(place);
  const at = rng.integer(0, bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << rng.integer(0, 8));
  writeFileSync(place, bytes);
}

/**
 * The kind of a file: what job it is of, and its name.
 * @param {string} file
 */
const kindOf = (file) =>
  file
    .replace(/judge-[^/]+/, 'judge')
    .replace(/(-seed-\d+)?-[\da-f]{16}/, '')
    .replace(/table-\w+/, 'table')
    .replace(/[\da-f]{16}|\d{8}/, 'N');

/** @param {readonly string[]} files */
function targetsOf(files) {
  return files.map((file) => ({
    file,
    like: files.find((other) => other !== file && path.posix.basename(other) === path.posix.basename(file)),
  }));
}

/** How often each came to pass. @type {Map<string, number>} */
const counts = new Map();
/** @type {string[]} */
const failures = [];
const count = (/** @type {string} */ what) => counts.set(what, (counts.get(what) ?? 0) + 1);

/**
 * Whether the validator finds the damage of a file of a job: by its status, or when the file is read before it is used.
 * @param {string} file
 */
function isFound(file) {
  const [, job, ...rest] = file.split('/');
  const store = new JobStore(root);
  const [plan] = readPlans(root);
  if (!plan) return 'no plan';
  const status = jobStatuses(plan.jobs, store).find(({ directory }) => path.basename(directory) === job);
  if (status?.state !== 'done') return `status ${status?.state}`;
  try {
    requireSound(path.join(root, 'jobs', /** @type {string} */ (job)), [rest.join('/')]);
    return undefined;
  } catch (error) {
    return /** @type {Error} */ (error).message.includes(file) ? 'named when it is used' : undefined;
  }
}

console.error(`Finishing a run in ${root}`);
if (values.from) cpSync(values.from, root, { recursive: true, preserveTimestamps: true });
const first = await bench(root);
if (first.code !== 0) throw new Error(`the run itself failed:\n${first.log}`);
const [tables, outcomes] = [tablesIn(root), outcomesIn(root)];

// Every file through the validator.
const ofJobs = targetsOf(filesIn(root).filter((file) => file.startsWith('jobs/')));
for (const { file, like } of ofJobs) {
  const place = path.join(root, file);
  const [sound, { atime, mtime }] = [readFileSync(place), statSync(place)];
  for (const [name, damage] of Object.entries(damages)) {
    damage(place, like && path.join(root, like));
    const found = isFound(file);
    if (found) count(`validator, ${name}: ${found}`);
    else failures.push(`validator: ${name} ${file}: not found`);
    writeFileSync(place, sound);
    utimesSync(place, atime, mtime);
  }
}

/**
 * Does the whole run once more on a copy that something was done to.
 * @param {string} what
 * @param {string} file The damaged one.
 * @param {(copy: string) => void} damage
 * @param {boolean} isUsed Whether something must be computed again for it.
 */
async function rerun(what, file, damage, isUsed) {
  const copy = path.join(folder, 'copy');
  cpSync(root, copy, { recursive: true, preserveTimestamps: true });
  damage(copy);
  const { code, log, seconds } = await bench(copy);
  const isSaid = log.includes('computing it again');
  const said = isSaid ? 'computed again, and said so' : 'nothing computed again for it';
  const wrong = [
    ...(code === 0 || log.includes(file) ? [] : [`exit ${code} without a word of the file`]),
    ...(code === 0 ? differences(tables, tablesIn(copy)).map((own) => `${own} differs`) : []),
    ...(code === 0 ? differences(outcomes, outcomesIn(copy)).map((own) => `${own} differs`) : []),
    ...(code === 0 && isUsed && !isSaid ? ['used without a word'] : []),
    ...leftIn(copy).map((own) => `${own} is left`),
  ];
  if (wrong.length > 0) failures.push(`rerun: ${what} ${file}: ${wrong.join('; ')}`);
  else count(`rerun, ${what}: ${code === 0 ? `healed, ${said}` : `exit ${code}, names the file`}`);
  console.error(`${file}: ${what}: ${wrong.join('; ') || said} (${seconds.toFixed(0)} s)`);
  rmSync(copy, { recursive: true });
}

// The whole run once more for one file of each kind, each with another damage.
const kinds = new Map(targetsOf(filesIn(root)).map((target) => [kindOf(target.file), target]));
const names = Object.keys(damages);
const chosen = [...kinds.values()].slice(0, Number(values.reruns));
for (const [number, { file, like }] of chosen.entries()) {
  const name = /** @type {string} */ (names[number % names.length]);
  await rerun(name, file, (copy) => damages[name]?.(path.join(copy, file), like && path.join(copy, like)), false);
}

// Damage that shows neither in size nor in time, of files that are about to be used: what uses them has no result.
const used = chosen.length > 0 ? ofJobs.filter(({ file }) => /(?:train|judge)-.*\/(?:weights|judge)\./.test(file)) : [];
for (const { file } of used) {
  await rerun(
    'flips a bit of what is used, time put back',
    file,
    (copy) => {
      damages['flips a bit, time put back']?.(path.join(copy, file), undefined);
      for (const own of filesIn(copy))
        if (/(?:coherence|quality)-.*\/record\.json$/.test(own)) rmSync(path.join(copy, own));
    },
    true,
  );
}

for (const [what, times] of [...counts].sort()) console.log(`${times}\t${what}`);
console.log(
  `${ofJobs.length} files x ${names.length} damages through the validator, ${chosen.length + used.length} whole reruns: ${failures.length} failures`,
);
for (const failure of failures) console.log(failure);
rmSync(folder, { recursive: true });
process.exitCode = failures.length > 0 ? 1 : 0;
