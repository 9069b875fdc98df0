import { readFileSync } from 'node:fs';
import { expect } from 'vitest';

type Columns = Readonly<Record<string, readonly number[]>>;

const read = (): Readonly<Record<string, Columns>> =>
  JSON.parse(readFileSync(new URL('../fixtures/extremes.json', import.meta.url), 'utf8')) as Record<string, Columns>;
const all = read();

/** Columns of `fixtures/extremes.json`: inputs that float32 holds and values with all digits of a double. */
export function extremes<K extends string>(name: string): Readonly<Record<K, readonly number[]>> {
  return all[name] as Readonly<Record<K, readonly number[]>>;
}

/** Asserts numbers each to `relative` of its own size and `absolute`. */
export function expectEach(
  found: ArrayLike<number>,
  expected: readonly number[],
  relative: number,
  absolute: number,
  describe: (i: number) => string,
): void {
  expect(found.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) {
    const message = `${describe(i)}: expected ${value}, found ${found[i]}`;
    expect(Math.abs(found[i]! - value), message).toBeLessThanOrEqual(relative * Math.abs(value) + absolute);
  }
}
