/**
 * Content-addressed, resumable work over processes and Slurm.
 * @packageDocumentation
 */

export { allJobs } from './all-jobs.js';
export { type CodeGraph, type CodeGraphOptions, codeGraph, codeIdentity } from './code/code-graph.js';
export { JobBusyError, JobsError } from './errors.js';
export { fileError, makeFolder } from './files.js';
export { FinishedParts } from './finished-parts.js';
export { type FolderWork, inFolder } from './in-folder.js';
export { type Job, job } from './job.js';
export type { JobContext, JobProgress } from './job-context.js';
export { type JobFailure, readFailure, writeFailure } from './job-failure.js';
export { jobKey } from './job-key.js';
export { type CodeOf, defineJob, type JobDefinition, type JobKind } from './job-kind.js';
export type { JobEvents, JobOutcome } from './job-outcome.js';
export { type Examination, type JobRecord, type JobStanding, readResult, requireSound } from './job-record.js';
export { type JobStatus, jobStatuses, minuteOf } from './job-status.js';
export { type Computed, JobStore } from './job-store.js';
export { type Plan, type PlannedJob, readPlans, writePlan } from './plan.js';
export { computeJob, type JobPlace, type RunJobOptions, runJob } from './run-job.js';
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
export type { UnitFile, UnitFiles } from './unit-files.js';
export type { WorkerModule } from './worker-module.js';
