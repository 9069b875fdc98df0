import { readFileSync } from 'node:fs';
import { unitKey, type WorkUnit } from '../runner/unit.js';
import { readFailure, writeFailure } from '../runner/unit-failure.js';
import type { UnitStore } from '../runner/unit-store.js';
import type { Slurm } from './slurm.js';
import type { SubmittedUnit } from './submission.js';

/** Last lines of a task's log; empty if there is none. */
function logTail(file: string): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-20).join('\n');
  } catch {
    return '';
  }
}

/**
 * Why a task that Slurm no longer has left no result: what its process noted, else how Slurm says that it ended. Keeps the
 * reason beside the unit, where `polyvae status` finds it.
 */
export async function reasonOfTask(
  unit: WorkUnit,
  { job, task, log }: SubmittedUnit,
  { store, slurm }: { readonly store: UnitStore; readonly slurm: Slurm },
): Promise<string> {
  const id = `${job}_${task}`;
  const directory = store.directory(unit);
  const noted = readFailure(directory, unitKey(unit));
  if (noted?.slurm === id) return `${noted.reason} (Slurm ${id}; ${log})`;
  const ending = (await slurm.ending(job, task)) ?? 'Slurm no longer knows how';
  const tail = logTail(log);
  const last = tail.split('\n').at(-1);
  const reason = `Slurm ${id} ended without a result (${ending})${last ? `, its last line: ${last}` : ''}; ${log}`;
  await writeFailure(directory, unitKey(unit), { reason, detail: tail, slurm: id });
  return reason;
}
