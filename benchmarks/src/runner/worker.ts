import { type Engine, startEngine } from '../engines/engine.js';
import { adoptCodeVersions } from './code-version.js';
import { runUnit } from './run-unit.js';
import { UnitBusyError } from './unit-busy-error.js';
import { UnitStore } from './unit-store.js';
import type { FromWorker, ToWorker } from './worker-protocol.js';

// Entry point of a worker process: computes the units that the parent sends, one after the other.

const send = (message: FromWorker): void => {
  process.send?.(message);
};
let store: UnitStore | undefined;
let engine: Promise<Engine> | undefined;
let abort = new AbortController();

async function handle(message: ToWorker): Promise<void> {
  switch (message.type) {
    case 'start':
      adoptCodeVersions(message.versions);
      store = new UnitStore(message.root);
      engine = startEngine(message.backend, { threads: message.threads, purpose: 'train' });
      // Reported with the first unit.
      engine.catch(() => {});
      return;
    case 'abort':
      abort.abort();
      return;
    case 'run': {
      abort = new AbortController();
      const { signal } = abort;
      try {
        const onProgress = (progress: Extract<FromWorker, { type: 'progress' }>['progress']) =>
          send({ type: 'progress', progress });
        const record = await runUnit(message.unit, { store: store!, engine: await engine!, signal, onProgress });
        send({ type: 'done', record });
      } catch (error) {
        const message = String((error as Error).message ?? error);
        send({ type: 'failed', message, busy: error instanceof UnitBusyError });
      }
    }
  }
}

process.on('message', (message: ToWorker) => void handle(message));
// Ctrl-C reaches the whole process group; the parent decides and sends 'abort', so that checkpoints are saved first.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => abort.abort());
process.on('disconnect', () => {
  abort.abort();
  setTimeout(() => process.exit(1), 10_000).unref();
});
