import { afterEach, beforeEach, expect } from 'vitest';

/** The part of `tf.engine()` that is used. */
interface Engine {
  startScope(): void;
  endScope(): void;
  memory(): { readonly numTensors: number };
}

/** Has every test of a file run in a tidy of its own, after which no variable and no kept tensor may be left. */
export function tidyTests(engine: Engine): void {
  let before = 0;
  beforeEach(() => {
    before = engine.memory().numTensors;
    engine.startScope();
  });
  afterEach(() => {
    engine.endScope();
    expect(engine.memory().numTensors).toBe(before);
  });
}
