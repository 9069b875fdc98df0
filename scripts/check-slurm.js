#!/usr/bin/env node
// polyvae bench --executor slurm against a real Slurm on this machine: a task is killed midway, the wait is interrupted,
// and the same command picks up both.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { missingPrograms, startSlurm } from './slurm/start-slurm.js';

const missing = missingPrograms();
if (missing.length > 0) {
  console.log(`Skipped: Slurm is not installed (no ${missing.join(', ')}). Debian: apt-get install slurm-wlm munge`);
  process.exit(0);
}

const root = resolve(fileURLToPath(new URL('..', import.meta.url)));
const results = mkdtempSync(join(tmpdir(), 'polyvae-results-'));
const models = ['--profile', 'smoke', '--only', 'mmjsd', 'mmvae', '--backend', 'onnx', '--out', results];
const bench = ['bench', ...models, '--json'];
const onSlurm = [...bench, '--executor', 'slurm', '--slurm-tasks', '2'];
let failures = 0;

function check(what, holds, found) {
  console.log(`${holds ? 'ok    ' : 'FAILED'} ${what}`);
  if (holds) return;
  failures += 1;
  console.error(found);
}

/** Runs the command; `onLog` sees all of its standard error so far whenever there is more. */
function polyvae(args, env, onLog = () => {}) {
  const child = spawn(process.execPath, [join(root, 'packages', 'polyvae', 'bin', 'polyvae.js'), ...args], { env });
  let out = '';
  let log = '';
  child.stdout.on('data', (part) => {
    out += part;
  });
  child.stderr.on('data', (part) => {
    log += part;
    process.stderr.write(part);
    onLog(log, child);
  });
  return new Promise((done) => child.on('close', (code) => done({ code, out, log })));
}

/** Jobs in all lists that were submitted, in the order of submission. */
function submissions() {
  return readdirSync(join(results, 'slurm'))
    .sort()
    .map((id) => {
      const lists = readdirSync(join(results, 'slurm', id)).filter((name) => name.endsWith('.json'));
      return lists.flatMap((name) => {
        const { jobs, wanted } = JSON.parse(readFileSync(join(results, 'slurm', id, name), 'utf8')).jobs;
        return wanted.map((key) => jobs.find((job) => job.key === key).label);
      });
    });
}

/** Kills the process that computes a job, as soon as one does. */
function killMidway(label) {
  return new Promise((killed) => {
    const look = setInterval(() => {
      try {
        const folder = readdirSync(join(results, 'jobs')).find((name) => name.startsWith(label));
        const { pid, slurm } = JSON.parse(readFileSync(join(results, 'jobs', folder, 'claim.json'), 'utf8'));
        process.kill(pid, 'SIGKILL');
        clearInterval(look);
        killed(slurm);
      } catch {
        // Not begun yet.
      }
    }, 20);
  });
}

const slurm = await startSlurm();
try {
  const killed = killMidway('train-mst-mmvae-seed-1');
  const first = await polyvae(onSlurm, slurm.env);
  const end = `train-mst-mmvae-seed-1 failed: Slurm ${await killed} ended without a result (FAILED, exit code 0:9)`;
  check('a task that was killed is named, with its end', first.log.includes(end), first);
  const skipped = [...new Set(first.log.match(/(?<!\S)\S+(?= skipped: train-mst-mmvae-seed-1 failed)/g))];
  const counts = /1 of (\d+) jobs failed \((\d+) computed, 0 reused, (\d+) skipped\)/.exec(first.log)?.map(Number);
  const rest = counts !== undefined && counts[1] === 1 + counts[2] + counts[3] && counts[3] === skipped.length;
  check('what needs it is skipped, the rest is done', first.code === 1 && rest && counts[2] >= 3, first);

  let interrupted = false;
  const second = await polyvae(onSlurm, slurm.env, (log, child) => {
    if (interrupted || !/Slurm array job \d+: \d+ jobs?, after/.test(log)) return;
    interrupted = true;
    child.kill('SIGINT');
  });
  const again = submissions()[1]?.join();
  const missed = ['train-mst-mmvae-seed-1', ...skipped].join();
  check('the next run submits only what is missing', again === missed, again);
  check(
    'Ctrl-C ends the wait and says how to cancel',
    second.code === 130 && /scancel \d+ \d+/.test(second.log),
    second,
  );

  const third = await polyvae(onSlurm, slurm.env);
  const found = /Slurm has \d of these/.test(third.log) && submissions().length === 2;
  check('the same command finds its jobs and submits none', found, third);
  const rows = third.code === 0 ? JSON.parse(third.out).tables[0].rows : [];
  const full = rows.length > 0 && rows.every(({ cells }) => cells.every(({ ours }) => ours >= 0));
  check('and fills the table', full, third);

  const here = await polyvae([...bench, '--processes', '0'], slurm.env);
  check('with everything there nothing is computed', here.code === 0 && submissions().length === 2, here);
} finally {
  await slurm.stop();
  if (failures === 0) rmSync(results, { recursive: true, force: true });
  else console.error(`The results are left in ${results}`);
}
process.exitCode = failures === 0 ? 0 : 1;
