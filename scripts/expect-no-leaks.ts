import { afterEach, beforeEach, expect } from 'vitest';

/** Has every test of a file leave as much behind as it found, e.g. `() => tf.memory().numTensors`. */
export function expectNoLeaks(count: () => unknown): void {
  let before: unknown;
  beforeEach(() => {
    before = count();
  });
  afterEach(() => {
    expect(count()).toEqual(before);
  });
}
