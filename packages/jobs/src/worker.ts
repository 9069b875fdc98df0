import { described, JobBusyError, JobsError } from './errors.js';
import type { JobProgress } from './job-context.js';
import { writeFailure } from './job-failure.js';
import { JobStore } from './job-store.js';
import { runJob } from './run-job.js';
import { deserialiseJobs, type SerialisedJobs } from './serialised-jobs.js';
import type { WorkerModule } from './worker-module.js';
import type { FromWorker, ToWorker } from './worker-protocol.js';

// Entry point of a worker process: computes the jobs that the parent sends, one after the other.

interface Ready {
  readonly store: JobStore;
  readonly kinds: WorkerModule['kinds'];
  readonly environment: string;
}

const send = (message: FromWorker): void => {
  process.send?.(message);
};
let store: JobStore;
let ready: Promise<Ready>;
let abort = new AbortController();

async function start({ root, module, options }: Extract<ToWorker, { type: 'start' }>): Promise<Ready> {
  store = new JobStore(root);
  const { kinds, start } = (await import(module)) as Partial<WorkerModule>;
  if (!Array.isArray(kinds) || typeof start !== 'function') {
    throw new JobsError(`${module} is no worker module: it must export the array 'kinds' and the function 'start'.`);
  }
  const { description } = await start(options);
  return { store, kinds, environment: description };
}

/** Notes a failure that came before the job itself began. */
async function noteEarly({ jobs, wanted: [key] }: SerialisedJobs, error: unknown): Promise<void> {
  const { message, stack } = described(error);
  const { label } = jobs.find((one) => one.key === key)!;
  await writeFailure(store.folder(label, key!), key!, { reason: message, detail: stack });
}

async function run(jobs: SerialisedJobs, signal: AbortSignal): Promise<void> {
  let begun = false;
  try {
    const { kinds, environment } = await ready;
    const [job] = deserialiseJobs(jobs, kinds);
    begun = true;
    const onProgress = (progress: JobProgress): void => send({ type: 'progress', progress });
    let isReused = false;
    const onReused = (): void => {
      isReused = true;
    };
    const record = await runJob(job!, { store, environment, signal, onProgress, onReused });
    send({ type: 'done', record, isReused });
  } catch (error) {
    if (!begun && !signal.aborted) await noteEarly(jobs, error);
    send({ type: 'failed', message: described(error).message, busy: error instanceof JobBusyError });
  }
}

process.on('message', (message: ToWorker) => {
  switch (message.type) {
    case 'start':
      ready = start(message);
      // Reported with the first job.
      ready.catch(() => {});
      return;
    case 'abort':
      abort.abort();
      return;
    case 'run':
      abort = new AbortController();
      void run(message.jobs, abort.signal);
  }
});
// Ctrl-C reaches the whole process group; the parent decides and sends 'abort', so that checkpoints are saved first.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => abort.abort());
process.on('disconnect', () => {
  abort.abort();
  setTimeout(() => process.exit(1), 10_000).unref();
});
