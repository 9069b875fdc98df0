import type { BenchResult } from '../bench.js';

/** The user stopped the command; what was done is kept. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';

  /** What a run had when it was stopped. */
  readonly reached: BenchResult | undefined;

  constructor(message: string, reached?: BenchResult) {
    super(message);
    this.reached = reached;
  }
}
