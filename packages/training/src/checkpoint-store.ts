/** A stored checkpoint. */
export interface StoredCheckpoint {
  /** The checkpoint in safetensors' format. */
  readonly bytes: Uint8Array;
  /** Where it lies, for messages. */
  readonly location: string;
}

/** Keeps checkpoints. A store must not lose the last complete one while it takes in the next. */
export interface CheckpointStore {
  /** Stores a checkpoint and returns where. */
  save(bytes: Uint8Array, step: number): Promise<string>;
  /** The newest checkpoint, or nothing. */
  latest(): Promise<StoredCheckpoint | undefined>;
  /** Stores the best checkpoint in place of the one before, apart from the newest ones, and returns where. */
  saveBest(bytes: Uint8Array, step: number): Promise<string>;
  /** The best checkpoint, or nothing. */
  best(): Promise<StoredCheckpoint | undefined>;
}

/**
 * Keeps the newest and the best checkpoint in memory; for browsers and tests.
 * @example
 * ```ts
 * const checkpoints = memoryCheckpoints();
 * await fit(model, data, { epochs: 10, batchSize: 256, rng, checkpoints }).last();
 * ```
 */
export function memoryCheckpoints(initial?: Uint8Array): CheckpointStore {
  let last: StoredCheckpoint | undefined = initial && { bytes: initial, location: 'the given checkpoint' };
  let best: StoredCheckpoint | undefined;
  return {
    save: async (bytes, step) => {
      last = { bytes, location: `memory (step ${step})` };
      return last.location;
    },
    latest: async () => last,
    saveBest: async (bytes, step) => {
      best = { bytes, location: `memory (best, step ${step})` };
      return best.location;
    },
    best: async () => best,
  };
}
