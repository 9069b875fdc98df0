import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** The running system and its space of process numbers: only there does a number mean a process. */
function placeOfThisProcess(): string {
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

const place = createHash('sha256').update(placeOfThisProcess()).digest('hex').slice(0, 8);

/** A name beside a file that no other writer uses, and that tells who writes. */
export function temporaryName(path: string): string {
  return `${path}.${place}-${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
}

/** Whether a name is a temporary one whose writer was on this machine and is gone. */
export function isLeftByDead(name: string): boolean {
  const [, where, pid] = /\.([\da-f]{8})-(\d+)-[\da-f]{8}\.tmp$/.exec(name) ?? [];
  if (where !== place) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
