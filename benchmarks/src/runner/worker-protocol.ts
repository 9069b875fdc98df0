import type { BackendName } from '../engines/engine.js';
import type { CodeVersions } from './code-version.js';
import type { WorkUnit } from './unit.js';
import type { UnitProgress } from './unit-events.js';
import type { UnitRecord } from './unit-store.js';

/** What the parent sends to a worker process. */
export type ToWorker =
  | {
      readonly type: 'start';
      readonly root: string;
      readonly backend: BackendName;
      readonly threads: number;
      readonly versions: CodeVersions;
    }
  | { readonly type: 'run'; readonly unit: WorkUnit }
  | { readonly type: 'abort' };

/** What a worker process sends back. */
export type FromWorker =
  | { readonly type: 'progress'; readonly progress: UnitProgress }
  | { readonly type: 'done'; readonly record: UnitRecord }
  | { readonly type: 'failed'; readonly message: string; readonly busy: boolean };
