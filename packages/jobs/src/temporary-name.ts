import { randomBytes } from 'node:crypto';
import { placeOfThisProcess } from './process-identity.js';
import { sha256 } from './sha256.js';

/** The machine and its space of process numbers, in a few characters. */
const place = sha256(placeOfThisProcess()).slice(0, 8);

/** A part of a name that is unlike any other and tells the process that made it. */
export function ownTag(): string {
  return `${place}-${process.pid}-${randomBytes(4).toString('hex')}`;
}

/** A name beside a file that no other writer uses, and that tells who writes. */
export function temporaryName(file: string): string {
  return `${file}.${ownTag()}.tmp`;
}

/** Whether a name holds the tag of a process that was on this machine and is gone. */
export function isLeftByDead(name: string): boolean {
  const [, where, pid] = /\.([0-9a-f]{8})-(\d+)-[0-9a-f]{8}(?:\.tmp|\.dead)?$/.exec(name) ?? [];
  if (where !== place) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
