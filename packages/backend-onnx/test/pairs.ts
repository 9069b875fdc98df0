/** Pairs of numbers, as tfjs takes paddings: before and after, for each axis. */
export function pairs<T extends [number, number][] = [number, number][]>(...all: number[]): T {
  return Array.from({ length: all.length / 2 }, (_, i) => [all[2 * i], all[2 * i + 1]]) as T;
}
