import { worker } from '@polyvae/benchmarks';
import { computeTask, JobStore } from '@polyvae/jobs';
import { abortOnSignals, formatSeconds } from '@polyvae/training/node';
import { Command } from 'commander';
import { FailedJobsError, StoppedError } from '../errors.js';
import type { Io } from '../io.js';
import { integer } from '../options.js';
import { trainProgress } from '../train-progress.js';

/** `polyvae work`: one job of a list, as a task of an array job computes it. */
export function workCommand(io: Io): Command {
  return new Command('work')
    .description('Compute one job of a list; tasks of array jobs run this (see bench --executor slurm).')
    .argument('<file>', 'the list of jobs')
    .argument('<index>', 'which one, from 0', integer(0))
    .requiredOption('--out <dir>', 'the results folder')
    .option('--threads <n>', 'threads of the engine (default: as the run asked)', integer(1))
    .addHelpText(
      'after',
      `
SIGTERM saves first; the next task for the same job continues there.

Example:
  polyvae work results/slurm/20260101-120000-0a1b2c/1.json 0 --out results`,
    )
    .action(async (file: string, index: number, { out, threads }: { out: string; threads?: number }) => {
      const abort = abortOnSignals((name) => io.log(`${name}: saving before stopping`));
      const progress = trainProgress(io);
      const start = (options: unknown) => worker.start({ ...(options as object), ...(threads && { threads }) });
      try {
        const { job, state, record, reason } = await computeTask(file, index, {
          store: new JobStore(out),
          worker: { ...worker, start },
          signal: abort.signal,
          onNote: (text) => io.log(`${new Date().toISOString()} ${text}`),
          onProgress: progress.onProgress,
        });
        if (state === 'stopped') throw new StoppedError('Stopped; what was done is kept.', abort.signal);
        if (!record) throw new FailedJobsError([{ job, state, ...(reason !== undefined && { reason }) }]);
        io.log(`${new Date().toISOString()} ${job.label} is done, in ${formatSeconds(record.seconds)}`);
      } finally {
        progress.close();
        abort.stop();
      }
    });
}
