/** Stream that a meter writes to. */
export interface ProgressStream {
  /** Whether it is a terminal, which lines can be rewritten in. */
  readonly isTTY?: boolean;
  /** Characters in a line of the terminal. */
  readonly columns?: number;
  /** Writes text. */
  write(text: string): unknown;
}

/** Options of `progressMeter`. */
export interface ConsoleProgressOptions {
  /** Default: standard error, so that standard output stays for results. */
  readonly stream?: ProgressStream;
  /** Put before every line, such as the model's name. */
  readonly label?: string;
  /** Least time between two lines in a plain log; default 30. */
  readonly intervalSeconds?: number;
}

/** A line that tells how far something is. */
export interface ProgressMeter {
  /**
   * Shows a state now and then: often on a terminal, as a line that is rewritten, seldom in a plain log.
   * @param isLast Shown however little time has passed.
   */
  show(text: () => string, isLast?: boolean): void;
  /** Writes a line that stays. */
  line(text: string): void;
  /** Ends the line that is rewritten. */
  end(): void;
}

/**
 * A meter on a terminal or in a plain log.
 * @example
 * ```ts
 * const meter = progressMeter({ label: 'images' });
 * ```
 */
export function progressMeter(options: ConsoleProgressOptions = {}): ProgressMeter {
  const { stream = process.stderr, label, intervalSeconds = 30 } = options;
  const prefix = label === undefined ? '' : `${label}  `;
  const terminal = stream.isTTY === true;
  // A terminal is repainted ten times a second at most.
  const interval = terminal ? 100 : intervalSeconds * 1000;
  let last = performance.now();
  let painted = false;

  const line = (text: string): void => {
    if (painted) stream.write('\r\x1b[K');
    painted = false;
    stream.write(`${prefix}${text}\n`);
    last = performance.now();
  };
  return {
    show: (text, isLast = false) => {
      if (performance.now() - last < interval && !isLast) return;
      if (!terminal) return line(text());
      stream.write(`\r\x1b[K${`${prefix}${text()}`.slice(0, (stream.columns ?? 80) - 1)}`);
      painted = true;
      last = performance.now();
    },
    line,
    end: () => {
      if (painted) stream.write('\n');
      painted = false;
    },
  };
}

/**
 * `4.57 steps/s, 3m05s left`.
 * @example
 * ```ts
 * rateAndTimeLeft(12.5, 250, 'images');
 * ```
 */
export function rateAndTimeLeft(perSecond: number, left: number, unit: string): string {
  return `${perSecond.toPrecision(3)} ${unit}/s, ${formatSeconds(left / perSecond)} left`;
}

/**
 * `42s`, `3m05s`, `2h07m`.
 * @example
 * ```ts
 * formatSeconds(3725);
 * ```
 */
export function formatSeconds(seconds: number): string {
  const whole = Math.round(seconds);
  const pad = (value: number): string => String(value).padStart(2, '0');
  if (whole < 60) return `${whole}s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}m${pad(whole % 60)}s`;
  return `${Math.floor(whole / 3600)}h${pad(Math.floor((whole % 3600) / 60))}m`;
}
