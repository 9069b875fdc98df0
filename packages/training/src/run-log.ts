import type { LossTerms } from './terms.js';

/** A line of the run log. Everything but `seconds` is the same in an interrupted and an uninterrupted run. */
export type LogEntry =
  | {
      /** Entry of a step. */
      readonly kind: 'step';
      /** Steps completed, this one included. */
      readonly step: number;
      /** Index of the epoch, from 0. */
      readonly epoch: number;
      /** The batch's loss and terms. */
      readonly terms: LossTerms;
      /** Joint norm of the gradients before clipping, if they are clipped. */
      readonly gradientNorm?: number;
    }
  | {
      /** Entry of an epoch. */
      readonly kind: 'epoch';
      /** Steps completed. */
      readonly step: number;
      /** Index of the epoch, from 0. */
      readonly epoch: number;
      /** Means over the epoch's batches. */
      readonly terms: LossTerms;
      /** Means over the held-out data. */
      readonly validation?: LossTerms;
      /** Time spent in the epoch, interruptions not counted. */
      readonly seconds: number;
    };

/** Where a run stands: what a log may keep when the run continues from here. */
export interface LogPosition {
  /** Steps completed. */
  readonly step: number;
  /** Epochs completed. */
  readonly epoch: number;
}

/** Takes in the course of a run. */
export interface RunLog {
  /** Called before the first entry. Entries beyond `position` are removed, since they will come again. */
  open(position: LogPosition): Promise<void>;
  /** Must have written the entry when it returns. */
  append(entry: LogEntry): void | Promise<void>;
  /** Called when the run ends, however it ends. */
  close(): Promise<void>;
}

/** True if a run that continues from `position` will not write this entry again. */
export function isBefore(entry: LogEntry, position: LogPosition): boolean {
  return entry.kind === 'step' ? entry.step <= position.step : entry.epoch < position.epoch;
}

/**
 * A log in memory, for browsers and tests.
 * @example
 * ```ts
 * const log = memoryLog();
 * await fit(model, data, { epochs: 10, batchSize: 256, rng, log }).last();
 * log.entries.filter(({ kind }) => kind === 'epoch');
 * ```
 */
export function memoryLog(): RunLog & { readonly entries: LogEntry[] } {
  const entries: LogEntry[] = [];
  return {
    entries,
    open: async (position) => {
      const kept = entries.filter((entry) => isBefore(entry, position));
      entries.splice(0, entries.length, ...kept);
    },
    append: (entry) => {
      entries.push(entry);
    },
    close: async () => {},
  };
}
