import { ArgumentError, ArgumentTypeError, checkOptions } from '@polyvae/errors';
import { CheckpointError } from './errors.js';
import { found } from './found.js';
import { type LossTerms, numbersOf } from './terms.js';

/** Options of early stopping. */
export interface EarlyStoppingOptions<Name extends string = string> {
  /** The term of the held-out data that decides, such as `loss` or, for one within another, `reconstruction.mnist`. */
  readonly term: Name;
  /** Epochs without improvement after which the run ends; at least 1. */
  readonly patience: number;
  /** Least difference that counts as an improvement; default 0. */
  readonly minDelta?: number;
  /** Whether lower or higher values are better; default `lower`. */
  readonly better?: 'lower' | 'higher';
  /** Gives the model its best weights back when the run has ended, early or not; default true. */
  readonly restoreBest?: boolean;
}

/** State of early stopping between epochs; part of every checkpoint. */
export interface StoppingState {
  readonly term: string;
  readonly better: 'lower' | 'higher';
  /** The best value, and the index of its epoch. */
  readonly value: number;
  readonly epoch: number;
  /** Steps completed at the best value. */
  readonly step: number;
  /** Epochs since then. */
  readonly stale: number;
}

/**
 * Checks options.
 * @throws {ArgumentError} or {ArgumentTypeError} naming the option.
 */
export function checkEarlyStopping(options: EarlyStoppingOptions): void {
  const where = 'fit({ earlyStopping })';
  if (typeof options !== 'object' || options === null) {
    throw new ArgumentTypeError(`${where}: expected { term, patience }, found ${found(options)}`);
  }
  checkOptions(where, options, ['term', 'patience', 'minDelta', 'better', 'restoreBest']);
  const { term, patience, minDelta = 0, better = 'lower' } = options;
  if (typeof term !== 'string') {
    throw new ArgumentTypeError(`${where}: term: expected a name such as 'loss', found ${found(term)}`);
  }
  if (!Number.isInteger(patience) || patience < 1) {
    throw new ArgumentError(`${where}: patience: expected an integer ≥ 1, found ${String(patience)}`);
  }
  if (!(minDelta >= 0 && Number.isFinite(minDelta))) {
    throw new ArgumentError(`${where}: minDelta: expected a number ≥ 0, found ${String(minDelta)}`);
  }
  if (better !== 'lower' && better !== 'higher') {
    throw new ArgumentError(`${where}: better: expected 'lower' or 'higher', found ${found(better)}`);
  }
}

/** Counts epochs without improvement. */
export class EarlyStopping {
  readonly #options: Required<EarlyStoppingOptions>;
  #state: StoppingState | undefined;

  /**
   * @param saved Where a resumed run stands.
   * @param location The checkpoint that has it, for messages.
   * @throws {CheckpointError} if it is of another term.
   */
  constructor(options: EarlyStoppingOptions, saved: StoppingState | undefined, location = 'the checkpoint') {
    this.#options = { minDelta: 0, better: 'lower', restoreBest: true, ...options };
    for (const name of ['term', 'better'] as const) {
      if (saved === undefined || saved[name] === this.#options[name]) continue;
      throw new CheckpointError(
        `${location} belongs to another run: earlyStopping.${name} was '${saved[name]}', now it is '${this.#options[name]}'. Resume with the same settings, or start anew in another place`,
      );
    }
    this.#state = saved;
  }

  /** Whether the run is to end. */
  get isOver(): boolean {
    return this.#state !== undefined && this.#state.stale >= this.#options.patience;
  }

  /** Where it stands; undefined before the first epoch. */
  get state(): StoppingState | undefined {
    return this.#state;
  }

  /** Whether the best weights are wanted in the end. */
  get restoresBest(): boolean {
    return this.#options.restoreBest;
  }

  /**
   * Takes in an epoch's held-out terms.
   * @returns Whether it is the best one so far.
   * @throws {ArgumentError} if there is no such term.
   */
  observe(terms: LossTerms, epoch: number, step: number): boolean {
    const { term, better, minDelta } = this.#options;
    const values = new Map(numbersOf(terms).map(({ path, value }) => [path.join('.'), value]));
    const value = values.get(term);
    if (value === undefined) {
      throw new ArgumentError(
        `fit({ earlyStopping }): the held-out data have no term '${term}'; choose one of ${[...values.keys()].join(', ')}`,
      );
    }
    const best = this.#state;
    const gain = best === undefined ? Number.POSITIVE_INFINITY : (best.value - value) * (better === 'lower' ? 1 : -1);
    const isBest = gain > minDelta;
    this.#state =
      isBest || best === undefined
        ? { term, better, value, epoch, step, stale: 0 }
        : { ...best, stale: best.stale + 1 };
    return isBest;
  }

  /** Why the run has ended, in a sentence. */
  reason(epochs: number): string {
    const { term, value, epoch, stale } = this.#state!;
    return `stopped after ${epochs} epochs: '${term}' of the held-out data was best after ${epoch + 1} (${value.toPrecision(5)}), and has not improved for ${stale}`;
  }
}
