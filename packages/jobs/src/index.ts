/**
 * Content-addressed, resumable work over processes and Slurm.
 * @packageDocumentation
 */

export { allJobs } from './all-jobs.js';
export { type CodeGraph, type CodeGraphOptions, codeGraph, codeIdentity } from './code/code-graph.js';
export { JobBusyError, JobsError } from './errors.js';
export { fileError, makeFolder } from './files.js';
export { FinishedParts } from './finished-parts.js';
export { type Job, job } from './job.js';
export type { JobContext, JobProgress } from './job-context.js';
export { type JobFailure, readFailure, writeFailure } from './job-failure.js';
export { jobKey } from './job-key.js';
export { type CodeOf, defineJob, type JobDefinition, type JobKind } from './job-kind.js';
export type { JobEvents, JobOutcome } from './job-outcome.js';
export { type JobStatus, jobStatuses, minuteOf } from './job-status.js';
export { type JobRecord, JobStore, readResult } from './job-store.js';
export { type Plan, type PlannedJob, readPlans, writePlan } from './plan.js';
export { type RunJobOptions, runJob } from './run-job.js';
export {
  outcomeOf,
  type RunJobsOptions,
  runJobs,
  type Workers,
} from './run-jobs.js';
export { deserialiseJobs, type SerialisedJob, type SerialisedJobs, serialiseJobs } from './serialised-jobs.js';
export type { SlurmSettings } from './slurm/array-script.js';
export { type ComputeTaskOptions, computeTask } from './slurm/compute-task.js';
export { runOnSlurm, type SlurmRunOptions } from './slurm/run-on-slurm.js';
export type { Slurm, SlurmTask } from './slurm/slurm.js';
export { slurmCommands } from './slurm/slurm-commands.js';
export { countsOf, type StatusTable, statusDetails, statusTable } from './status-table.js';
export { TimeLeft } from './time-left.js';
export type { WorkerModule } from './worker-module.js';
