import os from 'node:os';
import { getHeapStatistics } from 'node:v8';
import { UserError } from './user-error.js';

/**
 * Bytes that this process could have: those that the system can free, within the limit of its container. Only Linux says what
 * it could free; elsewhere it is all that the machine has.
 */
export function availableMemory(): number {
  const free = os.platform() === 'linux' ? os.freemem() : os.totalmem();
  // Without a limit it is 0 or beyond all memory.
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(free, Math.max(0, limit - process.memoryUsage.rss())) : free;
}

const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];

/** `3.7 TiB`. */
export function bytesText(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** power;
  return `${power === 0 ? Math.round(value) : Number(value.toPrecision(3)).toLocaleString('en-US')} ${units[power]}`;
}

function require(what: string, needed: number, there: number, kind: string, hint: string): void {
  if (needed <= there) return;
  throw new UserError(
    `${what} would need at least ${bytesText(needed)} of ${kind}; there are ${bytesText(there)}.`,
    hint,
  );
}

/**
 * Refuses work for which the memory cannot suffice.
 * @param bytes Needed at the least, so that nothing is refused that could be done.
 * @throws {UserError} that says what is needed and what is there.
 */
export function requireMemory(what: string, bytes: number, hint: string): void {
  require(what, bytes, availableMemory(), 'memory', hint);
}

/**
 * Refuses work whose objects cannot fit the heap of this process.
 * @throws {UserError} that says what is needed and what is there.
 */
export function requireHeap(what: string, bytes: number, hint: string): void {
  require(what, bytes, getHeapStatistics().heap_size_limit, "Node's heap", hint);
}
