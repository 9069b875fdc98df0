import type { Engine } from '../engines/engine.js';
import type { Executor } from './executor.js';
import { runUnit } from './run-unit.js';
import type { UnitStore } from './unit-store.js';

/** Computes units in this process. */
export function inProcessExecutor(store: UnitStore, engine: Engine): Executor {
  return {
    run: (unit, { signal, onProgress }) => runUnit(unit, { store, engine, signal, onProgress }),
    close: async () => {},
  };
}
