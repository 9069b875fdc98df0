/** A loss or a reported term that is NaN or infinite; training stopped. */
export class NonFiniteError extends Error {
  override readonly name = 'NonFiniteError';
  /** The term, such as `reconstruction.mnist`, or the variable that is not finite. */
  readonly term: string;
  /** Steps completed before the failing one. */
  readonly step: number;
  /** Where the last good checkpoint lies, if one was saved. */
  readonly checkpoint: string | undefined;

  constructor(message: string, details: { term: string; step: number; checkpoint?: string | undefined }) {
    super(message);
    this.term = details.term;
    this.step = details.step;
    this.checkpoint = details.checkpoint;
  }
}

/** Training was stopped by its `signal`; what was done is saved. Its name is `AbortError`, as the platform's. */
export class TrainingAborted extends Error {
  override readonly name = 'AbortError';
  /** Steps completed. */
  readonly step: number;
  /** Where the checkpoint lies, if checkpoints are kept. */
  readonly checkpoint: string | undefined;

  constructor(message: string, details: { step: number; checkpoint: string | undefined; cause?: unknown }) {
    super(message, { cause: details.cause });
    this.step = details.step;
    this.checkpoint = details.checkpoint;
  }
}

/** A checkpoint or weights file that cannot be used: damaged, of another version, or of another model. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';
}
