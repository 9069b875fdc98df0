/** One task of an array job that Slurm still has: waiting or running. */
export interface SlurmTask {
  /** Number of the array job. */
  readonly job: string;
  /** Number within the array. */
  readonly task: number;
  readonly name: string;
  /** As `squeue` says it, e.g. `PENDING` or `RUNNING`. */
  readonly state: string;
  /** Why it waits, as `squeue` says it. */
  readonly reason: string;
}

/** What is asked of Slurm. */
export interface Slurm {
  /**
   * Submits a job script.
   * @param after Jobs that must have ended before, well or not.
   * @returns The job's number.
   */
  submit(script: string, after: readonly string[]): Promise<string>;
  /** The user's tasks that wait or run. */
  tasks(): Promise<SlurmTask[]>;
  /** How a task ended, e.g. `TIMEOUT, exit code 0:15`; undefined if Slurm does not remember. */
  ending(job: string, task: number): Promise<string | undefined>;
}
