import { formatSeconds } from '@polyvae/training/node';
import cliProgress from 'cli-progress';
import type { UnitProgress } from '../runner/unit-events.js';
import type { Io } from './io.js';

/** Shows how one training goes: a bar on a terminal, a line every ten seconds in a plain log. */
export function trainProgress(io: Io): { onProgress(progress: UnitProgress): void; close(): void } {
  let begin: { time: number; done: number } | undefined;
  let lastLine = performance.now();
  let bar: cliProgress.SingleBar | undefined;
  return {
    onProgress({ done, total, note }) {
      const now = performance.now();
      begin ??= { time: now, done };
      const rate = ((done - begin.done) / (now - begin.time)) * 1000;
      const left = rate > 0 ? `${rate.toPrecision(3)} steps/s, ${formatSeconds((total - done) / rate)} left` : '';
      if (io.terminal) {
        if (!bar) {
          bar = new cliProgress.SingleBar(
            { format: ' {bar} {value}/{total} {note}', hideCursor: true, stream: process.stderr },
            cliProgress.Presets.shades_grey,
          );
          bar.start(total, done, { note });
        }
        bar.update(done, { note: `${note}  ${left}` });
      } else if (now - lastLine > 10_000 || done === total) {
        lastLine = now;
        io.log(`step ${done}/${total}  ${note}  ${left}`);
      }
    },
    close: () => bar?.stop(),
  };
}
