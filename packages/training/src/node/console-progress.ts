import { checkOptions } from '../check-options.js';
import type { EpochResult, Progress, StepEvent } from '../progress.js';
import { numbersOf, type TermValues } from '../terms.js';

/** What `consoleProgress` needs of a stream. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Options of `consoleProgress`. */
export interface ConsoleProgressOptions {
  /** Default: standard error, so that standard output stays for results. */
  readonly stream?: ProgressStream;
  /** Put before every line, such as the model's name. */
  readonly label?: string;
  /** Least time between two lines in a plain log; default 30. */
  readonly intervalSeconds?: number;
}

/**
 * Shows steps, rate, time left and terms: on a terminal as one line that is rewritten, in a plain log as a line now and
 * then and after every epoch.
 */
export function consoleProgress(options: ConsoleProgressOptions = {}): Progress {
  checkOptions('consoleProgress', options, ['stream', 'label', 'intervalSeconds']);
  const { stream = process.stderr, label, intervalSeconds = 30 } = options;
  const prefix = label === undefined ? '' : `${label}  `;
  const terminal = stream.isTTY === true;
  // A terminal is repainted ten times a second at most.
  const interval = terminal ? 100 : intervalSeconds * 1000;
  let last = performance.now();
  let painted = false;
  let latest: StepEvent | undefined;

  const line = (text: string): void => {
    if (painted) stream.write('\r\x1b[K');
    painted = false;
    stream.write(`${prefix}${text}\n`);
  };
  const paint = (text: string): void => {
    stream.write(`\r\x1b[K${`${prefix}${text}`.slice(0, (stream.columns ?? 80) - 1)}`);
    painted = true;
  };

  return {
    step: (event) => {
      latest = event;
      const now = performance.now();
      if (now - last < interval && event.step !== event.totalSteps) return;
      last = now;
      if (terminal) paint(describeStep(event));
      else line(describeStep(event));
    },
    epoch: (result) => {
      line(describeEpoch(result, latest));
      last = performance.now();
    },
    end: () => {
      if (painted) stream.write('\n');
      painted = false;
    },
  };
}

function describeStep({ step, totalSteps, epoch, epochs, terms, stepsPerSecond, secondsLeft }: StepEvent): string {
  const rate =
    stepsPerSecond === undefined || secondsLeft === undefined
      ? []
      : [`${stepsPerSecond.toPrecision(3)} steps/s`, `${formatSeconds(secondsLeft)} left`];
  return [`epoch ${epoch + 1}/${epochs}`, `step ${step}/${totalSteps}`, ...rate, describeTerms(terms)].join('  ');
}

function describeEpoch({ index, step, terms, validation, seconds }: EpochResult, latest?: StepEvent): string {
  const of = latest ? `/${latest.epochs}` : '';
  const left = latest?.secondsLeft === undefined ? [] : [`${formatSeconds(latest.secondsLeft)} left`];
  const heldOut = validation ? [`held-out ${describeTerms(validation)}`] : [];
  return [
    `epoch ${index + 1}${of} done in ${formatSeconds(seconds)}`,
    `step ${step}`,
    ...left,
    describeTerms(terms),
    ...heldOut,
  ].join('  ');
}

function describeTerms(terms: TermValues): string {
  return numbersOf(terms)
    .map(({ path, value }) => `${path.join('.')} ${value.toPrecision(4)}`)
    .join('  ');
}

/** `42s`, `3m05s`, `2h07m`. */
export function formatSeconds(seconds: number): string {
  const whole = Math.round(seconds);
  const pad = (value: number): string => String(value).padStart(2, '0');
  if (whole < 60) return `${whole}s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}m${pad(whole % 60)}s`;
  return `${Math.floor(whole / 3600)}h${pad(Math.floor((whole % 3600) / 60))}m`;
}
