import { formatSeconds } from '@polyvae/training/node';
import type { Io } from './io.js';

/** How far something has come. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

const everyMs = 2_000;

/** Tells of something that goes on, at most every two seconds, with the time left at the rate so far. */
export function progressLine(io: Io, what: string): (progress: Progress) => void {
  const begin = performance.now();
  let last = begin;
  let before: number | undefined;
  return ({ done, total }) => {
    before ??= done;
    const now = performance.now();
    if (now - last < everyMs) return;
    last = now;
    const left = done > before ? ((total - done) * (now - begin)) / (done - before) / 1000 : undefined;
    io.log(
      `  ${what}: ${done.toLocaleString('en-US')} of ${total.toLocaleString('en-US')}` +
        (left === undefined ? '' : `, ${formatSeconds(left)} left`),
    );
  };
}
