import { type Job, type JobEvents, type JobProgress, jobKey, TimeLeft } from '@polyvae/jobs';
import { formatSeconds } from '@polyvae/training/node';
import cliProgress from 'cli-progress';
import type { Io } from './io.js';
import { terminalText } from './terminal-text.js';

/** Seconds between lines in a plain log. */
const interval = 20;

/** Shows a run; `onNote` says a sentence. */
export interface RunProgress extends JobEvents {
  onNote(text: string): void;
  close(): void;
}

/** Shows how a run of many jobs goes: bars on a terminal, a line now and then in a plain log. */
export function runProgress(io: Io, jobs: readonly Job[], lanes: number): RunProgress {
  const timeLeft = new TimeLeft(jobs, lanes);
  const running = new Map<string, { job: Job; progress?: JobProgress; bar?: cliProgress.SingleBar }>();
  const total = new Set(jobs.map(jobKey)).size;
  let ended = 0;
  let reused = 0;
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
  const whole = bars?.create(total, 0, { label: 'jobs', note: '' });
  const say = (line: string): void => {
    if (bars) bars.log(`${terminalText(line)}\n`);
    else io.log(line);
  };
  /** Line on results that are reused, said before the next that says something. */
  const sayReused = (): void => {
    if (reused > 0) say(`[${ended}/${total}] ${reused} reused from earlier runs`);
    reused = 0;
  };
  const left = (): string => `about ${formatSeconds(timeLeft.estimate())} left`;

  return {
    onStart(job) {
      sayReused();
      timeLeft.start(job);
      const bar = bars?.create(1, 0, { label: terminalText(job.label), note: '' });
      running.set(jobKey(job), { job, bar });
      if (!bars) io.log(`[${ended}/${total}] ${job.label} started`);
    },
    onProgress(job, progress) {
      timeLeft.progress(job, progress);
      const entry = running.get(jobKey(job));
      if (!entry) return;
      entry.progress = progress;
      entry.bar?.setTotal(progress.total);
      entry.bar?.update(progress.done, { note: terminalText(progress.note) });
      whole?.update(ended, { note: left() });
      if (bars || performance.now() - lastLine < interval * 1000) return;
      lastLine = performance.now();
      const states = [...running.values()].map(({ job: { label }, progress: at }) =>
        at ? `${label} ${at.done}/${at.total} ${at.note}` : label,
      );
      io.log(`[${ended}/${total}] ${states.join('; ')}; ${left()}`);
    },
    onEnd(outcome) {
      const key = jobKey(outcome.job);
      const { job, state, record, reason } = outcome;
      timeLeft.end(outcome);
      const bar = running.get(key)?.bar;
      if (bar) bars?.remove(bar);
      running.delete(key);
      if (state !== 'reused') sayReused();
      ended += 1;
      if (state === 'reused') {
        // Others may be about to be: the time left is told when something is computed.
        whole?.update(ended);
        reused += 1;
        return;
      }
      whole?.update(ended, { note: left() });
      const how = state === 'computed' ? `done in ${formatSeconds(record!.seconds)}` : `${state}: ${reason}`;
      say(`[${ended}/${total}] ${job.label} ${how}${state === 'stopped' || ended === total ? '' : `; ${left()}`}`);
    },
    onDamaged: (job, reason) => say(`${job.label}: ${reason}; computing it again`),
    onElsewhere: (job, reason) => say(`[${ended}/${total}] ${job.label}: ${reason}; waiting for it`),
    onNote: say,
    close() {
      sayReused();
      bars?.stop();
    },
  };
}
