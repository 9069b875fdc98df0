import type { JobKind } from './job-kind.js';

/** A module that processes import which compute jobs: by its exports it knows the kinds and prepares the process. */
export interface WorkerModule {
  /** The kinds of the jobs that may come. */
  readonly kinds: readonly JobKind[];
  /**
   * Prepares the process once, before its first job, e.g. starts a compute engine.
   * @param options What the run gave for it; plain data.
   * @returns A description of what computes here, which goes to the records.
   */
  start(options: unknown): Promise<{ readonly description: string }>;
}
