import { ArgumentTypeError } from '@polyvae/errors';
import type { EpochResult } from './progress.js';
import type { LossTerms } from './terms.js';

/**
 * A training that `fit` has prepared. It does nothing until it is asked: `for await` trains epoch by epoch, `last()` to the end.
 */
export interface FitRun<V extends { readonly loss: number } = LossTerms>
  extends AsyncGenerator<EpochResult<V>, void, undefined> {
  /**
   * Trains to the end.
   * @returns The last epoch's result; where all epochs had been done before, the one that the checkpoint remembers. Undefined
   *   only if no epoch was ever done, as with `epochs: 0`.
   */
  last(): Promise<EpochResult<V> | undefined>;
  /**
   * Refuses a bare `await fit(…)`, which would train nothing: TypeScript reports it, and at run time it rejects. So does an
   * async function that returns a run; let it return `run.last()`, or the run within an object.
   * @throws {ArgumentTypeError} always.
   */
  then(): never;
}

/** The last epoch that is known, kept up to date by the run. */
export interface Outcome {
  last: EpochResult | undefined;
}

/** A run from its epochs. */
export function fitRun(epochs: AsyncGenerator<EpochResult, void, undefined>, outcome: Outcome): FitRun {
  return Object.assign(epochs, {
    last: async (): Promise<EpochResult | undefined> => {
      while (!(await epochs.next()).done);
      return outcome.last;
    },
    // biome-ignore lint/suspicious/noThenProperty: it is there to say that a run cannot be awaited.
    then: (): never => {
      throw new ArgumentTypeError(
        'fit(…): a run cannot be awaited, it would train nothing; write `await fit(…).last()` to train to the end, or `for await (const epoch of fit(…))` for each epoch',
      );
    },
  });
}
