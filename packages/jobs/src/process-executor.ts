import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { JobBusyError } from './errors.js';
import type { Executor, ExecutorHandlers } from './executor.js';
import type { Job } from './job.js';
import { writeFailure } from './job-failure.js';
import { jobKey } from './job-key.js';
import type { JobRecord } from './job-record.js';
import type { JobStore } from './job-store.js';
import { serialiseJobs } from './serialised-jobs.js';
import type { FromWorker, ToWorker } from './worker-protocol.js';

/**
 * Computes jobs in a child process, which is started at the first job and again if it dies.
 *
 * The package tinypool is not used: it does not tell how a process ended, prints what workers print on the parent's standard
 * output, and leaves waiting work alone for ever when a process dies while it starts.
 * @param module Address of a {@link WorkerModule}.
 */
export function processExecutor(
  store: JobStore,
  { module, options, threads }: { readonly module: URL; readonly options?: unknown; readonly threads: number },
): Executor {
  let child: ChildProcess | undefined;

  function start(): ChildProcess {
    // The environment variable bounds the thread pools of linear algebra libraries that read it at load time.
    const env = { ...process.env, OMP_NUM_THREADS: String(threads) };
    // Not when this is imported: a bundle of CommonJS has no address, and may start no processes.
    const workerFile = fileURLToPath(new URL('./worker.js', import.meta.url));
    const started = fork(workerFile, { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'], serialization: 'advanced' });
    send(started, { type: 'start', root: store.root, module: module.href, options });
    const gone = (): void => {
      if (child === started) child = undefined;
    };
    started.once('exit', gone).once('error', gone);
    return started;
  }

  function run(worker: ChildProcess, job: Job, { signal, onProgress, onReused }: ExecutorHandlers): Promise<JobRecord> {
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void): void => {
        worker.off('message', onMessage).off('exit', onExit).off('error', onError);
        signal.removeEventListener('abort', onAbort);
        settle();
      };
      const die = (reason: string, detail: string): void => {
        const noted = signal.aborted
          ? Promise.resolve()
          : writeFailure(store.directory(job), jobKey(job), { reason, detail });
        finish(() => void noted.then(() => reject(new Error(reason))));
      };
      const onMessage = (reply: FromWorker): void => {
        if (reply.type === 'progress') onProgress(reply.progress);
        else if (reply.type === 'done') {
          if (reply.isReused) onReused();
          finish(() => resolve(reply.record));
        } else finish(() => reject(reply.busy ? new JobBusyError(reply.message) : new Error(reply.message)));
      };
      const onExit = (code: number | null, killed: NodeJS.Signals | null): void =>
        die(
          `its process ended with ${killed ?? `code ${code}`} before it was done`,
          killed === 'SIGKILL' ? 'If nobody killed it, memory may have run out.' : '',
        );
      const onError = ({ message, stack }: Error): void => die(`its process cannot be used: ${message}`, stack ?? '');
      const onAbort = (): void => send(worker, { type: 'abort' });
      worker.on('message', onMessage).on('exit', onExit).on('error', onError);
      signal.addEventListener('abort', onAbort);
      send(worker, { type: 'run', jobs: serialiseJobs([job]) });
    });
  }

  return {
    run: (job, handlers) => {
      child ??= start();
      return run(child, job, handlers);
    },
    close: async () => {
      const open = child;
      if (!open) return;
      const ended = new Promise<void>((resolve) => open.once('exit', () => resolve()));
      if (open.connected) open.disconnect();
      open.kill('SIGKILL');
      await ended;
    },
  };
}

/** Sends a message; that it could not be received shows when the process ends. */
function send(worker: ChildProcess, message: ToWorker): void {
  worker.send(message, () => {});
}
