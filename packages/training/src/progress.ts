import type { LossTerms } from './terms.js';

/** Sent after every step. */
export interface StepEvent<V extends { readonly loss: number } = LossTerms> {
  /** Steps completed. */
  readonly step: number;
  /** Steps of the whole run. */
  readonly totalSteps: number;
  /** Index of the epoch, from 0. */
  readonly epoch: number;
  /** Epochs of the whole run. */
  readonly epochs: number;
  /** The batch's loss and terms. */
  readonly terms: V;
  /** Joint norm of the gradients before clipping, if they are clipped. */
  readonly gradientNorm?: number;
  /** Over the last steps; undefined until two steps were done. */
  readonly stepsPerSecond: number | undefined;
  /** Until the end of the run at that rate, held-out evaluations not counted. */
  readonly secondsLeft: number | undefined;
}

/** One epoch's outcome. */
export interface EpochResult<V extends { readonly loss: number } = LossTerms> {
  /** From 0. */
  readonly index: number;
  /** Steps completed. */
  readonly step: number;
  /** Means over the epoch's batches, weighted by batch size. */
  readonly terms: V;
  /** Means over the held-out data, if there is any. */
  readonly validation?: V;
  /** The best epoch so far and its value, with early stopping. */
  readonly best?: { readonly epoch: number; readonly value: number };
  /** Time spent in the epoch, interruptions not counted. */
  readonly seconds: number;
}

/** Shows how a run goes. */
export interface Progress {
  /** Called after every step. */
  step(event: StepEvent): void;
  /** Called after every epoch. */
  epoch(result: EpochResult): void;
  /** Takes in a sentence on the run as a whole, such as that nothing is left to do. */
  note?(text: string): void;
  /** Called when the run ends, however it ends. */
  end(): void;
}

/** Steps per second over a window of recent steps, so that start-up and compilation soon drop out. */
export class RateMeter {
  readonly #times: number[] = [];
  readonly #window: number;

  constructor(window = 50) {
    this.#window = window;
  }

  /** Notes that a step ended at `milliseconds`. */
  tick(milliseconds: number): void {
    this.#times.push(milliseconds);
    if (this.#times.length > this.#window) this.#times.shift();
  }

  /** Steps per second, once two steps were noted. */
  rate(): number | undefined {
    const span = this.#times.at(-1)! - this.#times[0]!;
    return this.#times.length > 1 && span > 0 ? ((this.#times.length - 1) * 1000) / span : undefined;
  }
}
