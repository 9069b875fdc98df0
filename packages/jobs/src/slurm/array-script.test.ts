import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newFolder } from '../../../../scripts/temporary-folder.js';
import { judge } from '../../test/toy-jobs.js';
import { type Job, job } from '../job.js';
import { arrayScript } from './array-script.js';
import { parseJob, parseTasks, slurmCommands } from './slurm-commands.js';
import { stagesOf } from './submission.js';

const toy = (label: string, needs: readonly Job[] = []): Job => job(judge, { label, config: { name: label }, needs });

const array = {
  name: 'jobs-1',
  jobs: [toy('a'), toy('b')],
  command: ['/opt/my node', 'bin.js', 'work'],
  jobsFile: "/data/it's 50% done/1.json",
  log: '/data/50% done/1',
  root: '/data/out dir',
};

test('a script says what its tasks are, and Slurm how to run them', () => {
  const script = arrayScript({ ...array, settings: { options: '--partition=long --time=1:00:00', tasks: 3 } });
  expect(script).toContain('#   1  b\n');
  expect(script).toContain('#SBATCH --array=0-1%3\n');
  expect(script).toContain('#SBATCH --output="/data/50%% done/1-%a.log"\n');
  expect(script).toContain('#SBATCH --partition=long --time=1:00:00\n');
  // sbatch reads its options up to the first command.
  expect(script.lastIndexOf('#SBATCH')).toBeLessThan(script.indexOf('\nexec '));
});

test('the shell sees every word as it was meant', () => {
  const script = arrayScript({ ...array, settings: {} }).replace(/^exec /m, 'printf "%s\\n" ');
  const { stdout } = spawnSync('sh', ['-c', script], { env: { SLURM_ARRAY_TASK_ID: '1' }, encoding: 'utf8' });
  expect(stdout.trim().split('\n')).toEqual([
    ...array.command,
    array.jobsFile,
    '1',
    '--out',
    array.root,
    '--threads',
    '1',
  ]);
});

test('nothing in it can begin a line of its own', () => {
  const run = '\ntouch /tmp/owned\n';
  const script = arrayScript({ ...array, root: `/data${run}`, settings: {} });
  expect(script.split('\n').filter((line) => line.startsWith('touch'))).toHaveLength(1);
  const { stdout } = spawnSync('sh', ['-c', script.replace(/^exec /m, 'printf "%s|" ')], { encoding: 'utf8' });
  expect(stdout).toContain(`|--out|/data${run}|`);
  for (const [change, message] of [
    [{ log: `/data${run}` }, 'folder of the results: expected one line'],
    [{ log: '/data/"x' }, 'folder of the results: expected a path without quotation marks'],
    [{ name: `a${run}` }, 'name of the array job: expected one line'],
    [{ settings: { options: `--time=1${run}` } }, 'options for sbatch: expected one line'],
  ] as const) {
    expect(() => arrayScript({ ...array, settings: {}, ...change })).toThrow(message);
  }
});

test("reads squeue's and scontrol's output", () => {
  expect(parseTasks('12|3|PENDING|jobs-x-1|Dependency\n13|N/A|RUNNING|other|None\n\n')).toEqual([
    { arrayJob: '12', task: 3, state: 'PENDING', name: 'jobs-x-1', reason: 'Dependency' },
  ]);
  expect(parseJob('JobId=2 JobState=FAILED Reason=NonZeroExitCode ExitCode=0:9 RunTime=00:00:01')).toBe(
    'FAILED, exit code 0:9',
  );
  expect(parseJob('slurm_load_jobs error')).toBeUndefined();
});

test('stages follow what jobs need among those to be submitted', () => {
  const [classifier, train] = [toy('classifier'), toy('train')];
  const coherence = toy('coherence', [train, classifier]);
  const summary = toy('summary', [coherence]);
  const names = (jobs: readonly Job[]) => stagesOf(jobs).map((stage) => stage.map(({ label }) => label));
  expect(names([train, coherence, classifier, summary])).toEqual([['train', 'classifier'], ['coherence'], ['summary']]);
  expect(names([coherence])).toEqual([['coherence']]);
  expect(names([train, summary])).toEqual([['train'], ['summary']]);
});

test('a controller that does not answer is an error in words', async () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'squeue'), '#!/bin/sh\necho "slurm_load_jobs: error: Unable to contact" >&2\nexit 1\n', {
    mode: 0o755,
  });
  const path = process.env.PATH;
  process.env.PATH = `${folder}:${path}`;
  try {
    await expect(slurmCommands.tasks()).rejects.toMatchObject({
      code: 'jobs',
      message: 'Slurm does not say what it runs: Unable to contact.',
      hint: expect.stringContaining('controller'),
    });
  } finally {
    process.env.PATH = path;
  }
});

test('without Slurm every command says so', async () => {
  const path = process.env.PATH;
  process.env.PATH = '/nonexistent';
  try {
    const hint = 'Run it on a machine that submits to the cluster, or compute in processes of this one.';
    for (const [asked, name] of [
      [slurmCommands.tasks(), 'squeue'],
      [slurmCommands.submit('x.sh', []), 'sbatch'],
    ] as const) {
      const message = `There is no ${name} here: Slurm is not installed on this machine.`;
      await expect(asked).rejects.toMatchObject({ code: 'jobs', message, hint });
    }
    expect(await slurmCommands.ending('1', 0)).toBeUndefined();
  } finally {
    process.env.PATH = path;
  }
});
