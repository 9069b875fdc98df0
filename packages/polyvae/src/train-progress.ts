import type { JobProgress } from '@polyvae/jobs';
import { progressMeter, rateAndTimeLeft } from '@polyvae/training/node';
import type { Io } from './io.js';
import { terminalText } from './terminal-text.js';

/** Shows how one training goes: a line that is rewritten on a terminal, one every ten seconds in a plain log. */
export function trainProgress(io: Io): { onProgress(progress: JobProgress): void; close(): void } {
  const stream = io.terminal ? process.stderr : { write: (text: string) => io.log(text.trimEnd()) };
  const meter = progressMeter({ stream, intervalSeconds: 10 });
  let begin: { time: number; done: number } | undefined;
  return {
    onProgress({ done, total, note }) {
      const now = performance.now();
      begin ??= { time: now, done };
      const rate = ((done - begin.done) / (now - begin.time)) * 1000;
      const left = rate > 0 ? [rateAndTimeLeft(rate, total - done, 'steps')] : [];
      meter.show(() => [`step ${done}/${total}`, terminalText(note), ...left].join('  '), done === total);
    },
    close: meter.end,
  };
}
