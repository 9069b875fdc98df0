import { formatSeconds } from '@polyvae/training/node';
import cliProgress from 'cli-progress';
import type { ScheduleEvents } from '../runner/schedule-units.js';
import { TimeLeft } from '../runner/time-left.js';
import { unitKey, type WorkUnit } from '../runner/unit.js';
import type { UnitProgress } from '../runner/unit-events.js';
import { minuteOf } from '../runner/unit-status.js';
import type { Io } from './io.js';

/** Seconds between lines in a plain log. */
const interval = 20;

/** Shows a run; `note` says a sentence. */
export interface BenchProgress extends ScheduleEvents {
  note(text: string): void;
  close(): void;
}

/** Shows how a run of many units goes: bars on a terminal, a line now and then in a plain log. */
export function benchProgress(io: Io, units: readonly WorkUnit[], lanes: number): BenchProgress {
  const timeLeft = new TimeLeft(units, lanes);
  const running = new Map<string, { unit: WorkUnit; progress?: UnitProgress; bar?: cliProgress.SingleBar }>();
  const total = new Set(units.map(unitKey)).size;
  let ended = 0;
  let lastLine = performance.now();
  const bars = io.terminal
    ? new cliProgress.MultiBar(
        {
          format: ' {bar} {value}/{total} {label} {note}',
          hideCursor: true,
          stream: process.stderr,
          clearOnComplete: true,
        },
        cliProgress.Presets.shades_grey,
      )
    : undefined;
  const whole = bars?.create(total, 0, { label: 'work units', note: '' });
  const say = (line: string): void => {
    if (bars) bars.log(`${line}\n`);
    else io.log(line);
  };
  const left = (): string => `about ${formatSeconds(timeLeft.estimate())} left`;

  return {
    onStart(unit) {
      timeLeft.start(unit);
      const bar = bars?.create(1, 0, { label: unit.label, note: '' });
      running.set(unitKey(unit), { unit, bar });
      if (!bars) io.log(`[${ended}/${total}] ${unit.label} started`);
    },
    onProgress(unit, progress) {
      timeLeft.progress(unit, progress);
      const entry = running.get(unitKey(unit));
      if (!entry) return;
      entry.progress = progress;
      entry.bar?.setTotal(progress.total);
      entry.bar?.update(progress.done, { note: progress.note });
      whole?.update(ended, { note: left() });
      if (bars || performance.now() - lastLine < interval * 1000) return;
      lastLine = performance.now();
      const states = [...running.values()].map(({ unit: { label }, progress: at }) =>
        at ? `${label} ${at.done}/${at.total} ${at.note}` : label,
      );
      io.log(`[${ended}/${total}] ${states.join('; ')}; ${left()}`);
    },
    onEnd(outcome) {
      const key = unitKey(outcome.unit);
      const { unit, state, record, reason } = outcome;
      timeLeft.end(outcome);
      const bar = running.get(key)?.bar;
      if (bar) bars?.remove(bar);
      running.delete(key);
      ended += 1;
      const how =
        state === 'computed'
          ? `done in ${formatSeconds(record!.seconds)}`
          : state === 'reused'
            ? `reused, computed ${minuteOf(record!.computedAt)}`
            : `${state}: ${reason}`;
      say(`[${ended}/${total}] ${unit.label} ${how}${state === 'stopped' || ended === total ? '' : `; ${left()}`}`);
      whole?.update(ended, { note: left() });
    },
    onElsewhere: (unit, reason) => say(`[${ended}/${total}] ${unit.label}: ${reason}; waiting for it`),
    note: say,
    close: () => bars?.stop(),
  };
}
