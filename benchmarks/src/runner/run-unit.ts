import type { Engine } from '../engines/engine.js';
import { makeFolder } from '../make-folder.js';
import { runProbe } from '../units/probe.js';
import { runSamples } from '../units/samples.js';
import { runTrain } from '../units/train.js';
import type { WorkUnit } from './unit.js';
import type { UnitContext, UnitProgress } from './unit-events.js';
import type { UnitRecord, UnitStore } from './unit-store.js';

function compute(unit: WorkUnit, context: UnitContext): Promise<unknown> {
  switch (unit.kind) {
    case 'train':
      return runTrain(unit.config, context);
    case 'probe':
      return runProbe(unit.config, context);
    case 'samples':
      return runSamples(unit.config, context);
  }
}

/** Computes one unit in this process and keeps its result. The units it needs must be in the store. */
export async function runUnit(
  unit: WorkUnit,
  options: {
    readonly store: UnitStore;
    readonly engine: Engine;
    readonly signal: AbortSignal;
    onProgress(progress: UnitProgress): void;
  },
): Promise<UnitRecord> {
  const { store, engine, signal, onProgress } = options;
  const directory = store.directory(unit);
  makeFolder(directory);
  const started = performance.now();
  const needs = unit.needs.map((need) => store.directory(need));
  const result = await compute(unit, { directory, needs, signal, onProgress });
  return store.write(unit, { seconds: (performance.now() - started) / 1000, engine: engine.description, result });
}
