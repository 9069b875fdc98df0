/** One task of an array job that Slurm still has: waiting or running. */
export interface SlurmTask {
  /** Number of the array job. */
  readonly arrayJob: string;
  /** Number within the array. */
  readonly task: number;
  readonly name: string;
  /** As `squeue` says it, e.g. `PENDING` or `RUNNING`. */
  readonly state: string;
  /** Why it waits, as `squeue` says it. */
  readonly reason: string;
}

/** The questions that are put to Slurm. */
export interface Slurm {
  /**
   * Submits the script of an array job.
   * @param after Array jobs that must have ended before, well or not.
   * @returns The array job's number.
   */
  submit(script: string, after: readonly string[]): Promise<string>;
  /** The user's tasks that wait or run. */
  tasks(): Promise<SlurmTask[]>;
  /** State in which a task ended, e.g. `TIMEOUT, exit code 0:15`; undefined if Slurm does not remember. */
  ending(arrayJob: string, task: number): Promise<string | undefined>;
}

/** A task's number in all of Slurm, e.g. `12_3`. */
export function taskId({ arrayJob, task }: Pick<SlurmTask, 'arrayJob' | 'task'>): string {
  return `${arrayJob}_${task}`;
}
