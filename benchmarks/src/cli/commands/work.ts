import { abortOnSignals, formatSeconds } from '@polyvae/training/node';
import { Command } from 'commander';
import { parseBackend, startEngine } from '../../engines/engine.js';
import { codeVersions } from '../../runner/code-version.js';
import { inProcessExecutor } from '../../runner/in-process-executor.js';
import { scheduleUnits, type UnitOutcome } from '../../runner/schedule-units.js';
import { unitKey, type WorkUnit } from '../../runner/unit.js';
import { writeFailure } from '../../runner/unit-failure.js';
import { UnitStore } from '../../runner/unit-store.js';
import { readUnitsFile, type UnitsFile } from '../../slurm/units-file.js';
import { UserError } from '../../user-error.js';
import type { Io } from '../io.js';
import { integer } from '../number-options.js';
import { StoppedError } from '../stopped-error.js';
import { trainProgress } from '../train-progress.js';

interface Arguments {
  readonly out: string;
  readonly threads?: number;
}

/** `polyvae work`: one unit of a list, as a task of an array job computes it. */
export function workCommand(io: Io): Command {
  return new Command('work')
    .description('Compute one work unit of a list; tasks of array jobs run this (see bench --executor slurm).')
    .argument('<file>', 'the list of work units')
    .argument('<index>', 'which one, from 0', integer(0))
    .requiredOption('--out <dir>', 'the results folder')
    .option('--threads <n>', 'threads of the engine (default: all cores)', integer(1))
    .addHelpText(
      'after',
      `
SIGTERM saves first; the next task for the same unit continues there.

Example:
  polyvae work results/slurm/20260101-120000-0a1b2c/1.json 0 --out results`,
    )
    .action(async (file: string, index: number, options: Arguments) => {
      const list = readUnitsFile(file);
      const unit = list.units[index];
      if (!unit) throw new UserError(`${file} holds ${list.units.length} work units; there is no ${index}.`);
      checkCode(list);
      const store = new UnitStore(options.out);
      for (const need of unit.needs) {
        if (!store.read(need)) throw new UserError(`${unit.label} needs ${need.label}, which has no result.`);
      }
      io.log(`${new Date().toISOString()} ${unit.label} begins`);
      const { state, record, reason } = await compute(unit, list, { store, io, threads: options.threads });
      if (state === 'stopped') throw new StoppedError('Stopped; what was done is kept.');
      if (!record) throw new Error(`${unit.label} failed: ${reason}`);
      io.log(`${new Date().toISOString()} ${unit.label} is done, in ${formatSeconds(record.seconds)}`);
    });
}

function checkCode({ versions }: UnitsFile): void {
  const own = codeVersions();
  if (Object.entries(own).every(([kind, version]) => versions[kind as keyof typeof own] === version)) return;
  throw new UserError(
    'The code has changed since these work units were planned, and results of other code are other results.',
    'Submit them again: run the same polyvae bench once more.',
  );
}

async function compute(
  unit: WorkUnit,
  { backend }: UnitsFile,
  { store, io, threads }: { readonly store: UnitStore; readonly io: Io; readonly threads: number | undefined },
): Promise<UnitOutcome> {
  const abort = abortOnSignals((name) => io.log(`${name}: saving before stopping`));
  const progress = trainProgress(io);
  try {
    const engine = await startEngine(parseBackend(backend), { threads, purpose: 'train' });
    io.log(`on ${engine.description}`);
    const outcomes = await scheduleUnits([...unit.needs, unit], {
      store,
      executors: [inProcessExecutor(store, engine)],
      signal: abort.signal,
      onProgress: (_, at) => progress.onProgress(at),
      onElsewhere: (_, reason) => io.log(`waiting: ${reason}`),
    });
    return outcomes.at(-1)!;
  } catch (error) {
    const { message, stack } = error as Error;
    await writeFailure(store.directory(unit), unitKey(unit), { reason: message, detail: stack ?? '' });
    throw error;
  } finally {
    progress.close();
    abort.stop();
  }
}
