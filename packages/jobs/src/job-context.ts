/** Progress of a job. */
export interface JobProgress {
  /** Steps (or parts) done. */
  readonly done: number;
  readonly total: number;
  /** A few words, such as the current loss. */
  readonly note: string;
}

/** Everything that a job may use while it runs. */
export interface JobContext {
  /** The job's own folder, for checkpoints and files that belong to the result. */
  readonly directory: string;
  /** Folders of the jobs it needs, in their order. */
  readonly needs: readonly string[];
  /** Aborted when the job is to stop: it should save its state and throw. */
  readonly signal: AbortSignal;
  onProgress(progress: JobProgress): void;
}
