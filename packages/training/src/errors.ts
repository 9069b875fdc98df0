import { type ErrorDetails, PolyvaeError } from '@polyvae/errors';

/** A loss or a reported term that is NaN or infinite; training stopped. */
export class NonFiniteError extends PolyvaeError {
  override readonly name = 'NonFiniteError';
  readonly code = 'non-finite';
  /** The term, such as `reconstruction.mnist`, or the variable that is not finite. */
  readonly term: string;
  /** Steps completed before the failing one. */
  readonly step: number;
  /** Where the last good checkpoint lies, if one was saved. */
  readonly checkpoint: string | undefined;
  /** Where the batch itself is not finite, in words, if it is not. */
  readonly data: string | undefined;

  constructor(
    message: string,
    details: { term: string; step: number; checkpoint?: string | undefined; data?: string | undefined },
  ) {
    super(message);
    this.data = details.data;
    this.term = details.term;
    this.step = details.step;
    this.checkpoint = details.checkpoint;
  }
}

/** Training was stopped by its `signal`; what was done is saved. Its name is `AbortError`, as the platform's. */
export class TrainingAborted extends PolyvaeError {
  override readonly name = 'AbortError';
  readonly code = 'aborted';
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
export class CheckpointError extends PolyvaeError {
  override readonly name = 'CheckpointError';
  readonly code = 'checkpoint';
  /** Whether the file is not what was written, as opposed to another model's or version's. */
  readonly isDamaged: boolean;

  constructor(
    message: string,
    { isDamaged = false, ...details }: ErrorDetails & { readonly isDamaged?: boolean } = {},
  ) {
    super(message, details);
    this.isDamaged = isDamaged;
  }
}
