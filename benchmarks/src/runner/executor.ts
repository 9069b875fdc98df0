import type { WorkUnit } from './unit.js';
import type { UnitProgress } from './unit-events.js';
import type { UnitRecord } from './unit-store.js';

/** Something that computes one unit at a time: this process, or a child. */
export interface Executor {
  run(unit: WorkUnit, options: { signal: AbortSignal; onProgress(progress: UnitProgress): void }): Promise<UnitRecord>;
  close(): Promise<void>;
}
