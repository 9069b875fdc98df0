import { type Engine, releaseEngine } from '../engines/engine.js';
import { makeFolder } from '../make-folder.js';
import { runAttributeClassifier } from '../units/attribute-classifier.js';
import { runAttributeCoherence } from '../units/attribute-coherence.js';
import { runAttributeProbe } from '../units/attribute-probe.js';
import { runClassifier } from '../units/classifier.js';
import { runCoherence } from '../units/coherence.js';
import { runFaceSamples } from '../units/face-samples.js';
import { runLatentSpace } from '../units/latent-space.js';
import { runLikelihood } from '../units/likelihood.js';
import { runProbe } from '../units/probe.js';
import { runQuality } from '../units/quality.js';
import { runSamples } from '../units/samples.js';
import { runTrain } from '../units/train.js';
import { isTraining, unitKey, type WorkUnit } from './unit.js';
import type { UnitContext, UnitProgress } from './unit-events.js';
import { clearFailure, writeFailure } from './unit-failure.js';
import { UnitLock } from './unit-lock.js';
import type { UnitRecord, UnitStore } from './unit-store.js';

function compute(unit: WorkUnit, context: UnitContext): Promise<unknown> {
  switch (unit.kind) {
    case 'train':
      return runTrain(unit.config, context);
    case 'classifier':
      return runClassifier(unit.config, context);
    case 'probe':
      return runProbe(unit.config, context);
    case 'coherence':
      return runCoherence(unit.config, context);
    case 'quality':
      return runQuality(unit.config, context);
    case 'likelihood':
      return runLikelihood(unit.config, context);
    case 'latent-space':
      return runLatentSpace(unit.config, context);
    case 'samples':
      return runSamples(unit.config, context);
    case 'attribute-classifier':
      return runAttributeClassifier(unit.config, context);
    case 'attribute-probe':
      return runAttributeProbe(unit.config, context);
    case 'attribute-coherence':
      return runAttributeCoherence(unit.config, context);
    case 'face-samples':
      return runFaceSamples(unit.config, context);
  }
}

/**
 * Computes one unit in this process and keeps its result, or the reason why it failed. The units it needs must be in the
 * store.
 * @throws {UnitBusyError} if another process computes it.
 */
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
  const lock = UnitLock.claim(directory);
  try {
    // Another process may have finished it just before it gave it back.
    const finished = store.read(unit);
    if (finished) return finished;
    clearFailure(directory);
    const started = performance.now();
    const result = await compute(unit, {
      directory,
      needs: unit.needs.map((need) => store.directory(need)),
      signal: AbortSignal.any([signal, lock.lost]),
      onProgress(progress) {
        lock.report(progress);
        onProgress(progress);
      },
    });
    return await store.write(unit, {
      seconds: (performance.now() - started) / 1000,
      engine: engine.description,
      result,
    });
  } catch (error) {
    if (lock.lost.aborted) throw lock.lost.reason;
    if (!signal.aborted) {
      const { message, stack } = error as Error;
      await writeFailure(directory, unitKey(unit), { reason: message, detail: stack ?? '' });
    }
    throw error;
  } finally {
    // A training's graphs hold the most memory, and no other unit runs them.
    if (isTraining(unit)) releaseEngine();
    lock.release();
  }
}
