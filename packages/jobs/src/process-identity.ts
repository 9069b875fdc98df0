import { readFileSync, readlinkSync } from 'node:fs';
import os from 'node:os';

/** Enough to tell later whether a process still lives. */
export interface ProcessIdentity {
  /** For people. */
  readonly host: string;
  /** The running system and its space of process numbers: only there does the number mean anything. */
  readonly place: string;
  readonly pid: number;
  /** When the process began, in the system's own count: numbers are used again. Empty where the system does not tell. */
  readonly begun: string;
}

/** The running system and its space of process numbers. */
export function placeOfThisProcess(): string {
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return os.hostname();
  }
}

/** State and beginning of a process as Linux tells them. The name before them may hold anything, but ends at the last ')'. */
function processStat(pid: number): { state: string; begun: string } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0]!, begun: fields[19]! };
  } catch {
    return undefined;
  }
}

/** This process. */
export function thisProcess(): ProcessIdentity {
  const { pid } = process;
  return { host: os.hostname(), place: placeOfThisProcess(), pid, begun: processStat(pid)?.begun ?? '' };
}

/** Whether a process lives; undefined if that cannot be told from here, because it is of another machine. */
export function isAlive({ place, pid, begun }: ProcessIdentity): boolean | undefined {
  if (place !== placeOfThisProcess()) return undefined;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const stat = processStat(pid);
  return stat ? stat.begun === begun && stat.state !== 'Z' && stat.state !== 'X' : begun === '';
}
