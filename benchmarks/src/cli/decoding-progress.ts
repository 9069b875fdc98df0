import type { CelebaProgress } from '@polyvae/datasets/node';
import { formatSeconds } from '@polyvae/training/node';
import type { Io } from './io.js';

const everyMs = 2_000;
const what = { check: 'checking decoded faces', decode: 'decoding faces' } as const;

/** Tells of the decoding of faces at most every two seconds, with the time left. */
export function decodingProgress(io: Pick<Io, 'log'>): (progress: CelebaProgress) => void {
  let last = performance.now();
  return ({ step, done, total, secondsLeft }) => {
    const now = performance.now();
    if (now - last < everyMs) return;
    last = now;
    const count = (n: number): string => n.toLocaleString('en-US');
    const left = Number.isFinite(secondsLeft) ? `, ${formatSeconds(secondsLeft)} left` : '';
    io.log(`  ${what[step]}: ${count(done)} of ${count(total)}${left}`);
  };
}
