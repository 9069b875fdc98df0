import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { BackendName } from '../engines/engine.js';
import { codeVersions } from './code-version.js';
import type { Executor } from './executor.js';
import { unitKey, type WorkUnit } from './unit.js';
import { UnitBusyError } from './unit-busy-error.js';
import type { UnitProgress } from './unit-events.js';
import { writeFailure } from './unit-failure.js';
import { type UnitRecord, UnitStore } from './unit-store.js';
import type { FromWorker, ToWorker } from './worker-protocol.js';

const workerFile = fileURLToPath(new URL('./worker.js', import.meta.url));

/** Computes units in a child process, which is started at the first unit and again if it dies. */
export function processExecutor(options: {
  readonly root: string;
  readonly backend: BackendName;
  readonly threads: number;
}): Executor {
  let child: ChildProcess | undefined;

  function start(): ChildProcess {
    // The environment variables bound the thread pools of linear algebra libraries that read them at load time.
    const env = { ...process.env, OMP_NUM_THREADS: String(options.threads) };
    const started = fork(workerFile, { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'], serialization: 'advanced' });
    started.send({ type: 'start', ...options, versions: codeVersions() } satisfies ToWorker);
    started.once('exit', () => {
      if (child === started) child = undefined;
    });
    return started;
  }

  function run(
    worker: ChildProcess,
    unit: WorkUnit,
    { signal, onProgress }: { signal: AbortSignal; onProgress(progress: UnitProgress): void },
  ): Promise<UnitRecord> {
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void): void => {
        worker.off('message', onMessage);
        worker.off('exit', onExit);
        signal.removeEventListener('abort', onAbort);
        settle();
      };
      const onMessage = (reply: FromWorker): void => {
        if (reply.type === 'progress') onProgress(reply.progress);
        else if (reply.type === 'done') finish(() => resolve(reply.record));
        else finish(() => reject(reply.busy ? new UnitBusyError(reply.message) : new Error(reply.message)));
      };
      const onExit = (code: number | null, killed: NodeJS.Signals | null): void => {
        const reason = `its process ended with ${killed ?? `code ${code}`} before it was done`;
        const detail = killed === 'SIGKILL' ? 'If nobody killed it, memory may have run out.' : '';
        const noted = signal.aborted
          ? Promise.resolve()
          : writeFailure(new UnitStore(options.root).directory(unit), unitKey(unit), { reason, detail });
        finish(() => void noted.then(() => reject(new Error(reason))));
      };
      const onAbort = (): void => void worker.send({ type: 'abort' } satisfies ToWorker);
      worker.on('message', onMessage);
      worker.on('exit', onExit);
      signal.addEventListener('abort', onAbort);
      worker.send({ type: 'run', unit } satisfies ToWorker);
    });
  }

  return {
    run: (unit, handlers) => {
      child ??= start();
      return run(child, unit, handlers);
    },
    close: async () => {
      const open = child;
      if (!open) return;
      const ended = new Promise<void>((resolve) => open.once('exit', () => resolve()));
      open.disconnect();
      open.kill('SIGKILL');
      await ended;
    },
  };
}
