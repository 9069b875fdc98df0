import * as tf from '@tensorflow/tfjs';
import type { Entry } from './entry.js';

/** Number of pending nodes that are worth a run of their own. */
const MANY_NODES = 1000;

type Tape = readonly unknown[] | undefined;

/** The tape that records for gradients at present. */
function currentTape(): Tape {
  const { gradientDepth, activeTape } = tf.engine().state as { gradientDepth: number; activeTape?: unknown[] };
  return gradientDepth > 0 ? activeTape : undefined;
}

/**
 * Finds where one step of a program ends and the next begins, for loops that read nothing: `model.fit` without callbacks,
 * or `optimizer.minimize` in a loop. Without a cut, all their steps would become one graph, unlike any other.
 */
export class StepBoundary {
  /** Pending values that variables took, with the tape during which they did. */
  readonly #assigned = new Map<Entry, Tape>();

  /** A variable took a value that is not computed yet. */
  assigned(entry: Entry): void {
    this.#assigned.set(entry, currentTape());
  }

  /** Whether a new tape uses what variables took before it: the next training step has begun. */
  isTrainingStep(entries: () => Iterable<Entry | undefined>): boolean {
    if (this.#assigned.size === 0) return false;
    const tape = currentTape();
    if (tape === undefined) return false;
    for (const entry of entries()) {
      if (entry !== undefined && this.#assigned.has(entry) && this.#assigned.get(entry) !== tape) return true;
    }
    return false;
  }

  /** Whether data that comes in now begins the next step: a batch for prediction after many. */
  isBatch(shape: readonly number[], nodes: number): boolean {
    return nodes > MANY_NODES && shape.length > 0 && currentTape() === undefined;
  }

  /** Everything that was pending is computed. */
  clear(): void {
    this.#assigned.clear();
  }
}
