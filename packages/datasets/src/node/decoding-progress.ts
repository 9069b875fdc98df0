/** How far the reading of a data set's images is. */
export interface DecodingProgress {
  /** `check`: looking through what the cache holds; `decode`: making what it lacks. */
  readonly step: 'check' | 'decode';
  /** Images of this step that are done. */
  readonly done: number;
  /** Images of this step in all. */
  readonly total: number;
  /** At the rate so far; `Infinity` at the beginning. */
  readonly secondsLeft: number;
}

/**
 * Counts images and reports at most ten times a second, except that whatever is `certain` is reported.
 *
 * @returns Adds `n` images.
 */
export function progressMeter(
  step: DecodingProgress['step'],
  total: number,
  report: ((progress: DecodingProgress) => void) | undefined,
  now: () => number = performance.now.bind(performance),
): (n: number, certain?: boolean) => void {
  const began = now();
  let done = 0;
  let reported = Number.NEGATIVE_INFINITY;
  return (n, certain = false) => {
    done += n;
    const time = now();
    if (!certain && time - reported < 100) return;
    reported = time;
    const secondsLeft = done === 0 ? Number.POSITIVE_INFINITY : ((time - began) / 1000 / done) * (total - done);
    report?.({ step, done, total, secondsLeft });
  };
}
