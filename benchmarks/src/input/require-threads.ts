import os from 'node:os';
import { UserError } from './user-error.js';

/**
 * Refuses more threads of an engine than the machine has processors: they wait for each other busily, and results are the same
 * with fewer. Eight on two processors made a step seven times as long, 64 sixty times.
 * @throws {UserError} that says how many there are and what it would take.
 */
export function requireThreads(threads: number): void {
  // A process may be confined to some of them.
  const processors = Math.max(os.availableParallelism(), os.cpus().length);
  if (threads <= processors) return;
  throw new UserError(
    `--threads ${threads}: this machine has ${processors} processor${processors > 1 ? 's' : ''}; a step would take about ` +
      `${Math.round(threads / processors)} times as long as with as many threads, and give the same.`,
    `Choose at most ${processors}, or leave --threads out.`,
  );
}
