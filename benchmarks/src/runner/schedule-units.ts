import type { Executor } from './executor.js';
import { unitKey, type WorkUnit } from './unit.js';
import { UnitBusyError } from './unit-busy-error.js';
import type { UnitProgress } from './unit-events.js';
import type { UnitRecord, UnitStore } from './unit-store.js';

/** How a unit ended. */
export interface UnitOutcome {
  readonly unit: WorkUnit;
  readonly state: 'computed' | 'reused' | 'failed' | 'skipped' | 'stopped';
  readonly record?: UnitRecord;
  /** Why it failed, or was skipped. */
  readonly reason?: string;
}

/** What happens while units run. */
export interface ScheduleEvents {
  onStart?(unit: WorkUnit): void;
  onProgress?(unit: WorkUnit, progress: UnitProgress): void;
  /** Told once, if another process computes a unit; it is waited for. */
  onElsewhere?(unit: WorkUnit, reason: string): void;
  onEnd?(outcome: UnitOutcome): void;
}

/** Time after which to look again at a unit that another process computes: milliseconds. */
const lookAgain = 1000;

/**
 * Computes units on the executors, each after the units it needs, reusing what the store holds. A unit that fails does
 * not stop the rest: only those that need it are skipped. Equal units run once. What another process computes is left to
 * it and waited for.
 * @returns One outcome for each unit, in their order.
 */
export async function scheduleUnits(
  units: readonly WorkUnit[],
  options: ScheduleEvents & {
    readonly store: UnitStore;
    readonly executors: readonly Executor[];
    readonly signal: AbortSignal;
  },
): Promise<UnitOutcome[]> {
  const { store, executors, signal } = options;
  const outcomes = new Map<string, UnitOutcome>();
  const running = new Set<string>();
  /** Units that another process computes, and when to look again. */
  const elsewhere = new Map<string, number>();
  const end = (key: string, outcome: UnitOutcome): void => {
    running.delete(key);
    elsewhere.delete(key);
    outcomes.set(key, outcome);
    options.onEnd?.(outcome);
  };

  const keyed = [...new Map(units.map((unit) => [unitKey(unit), unit])).entries()];
  for (const [key, unit] of keyed) {
    const record = store.read(unit);
    if (record) end(key, { unit, state: 'reused', record });
  }

  /** The next unit that can run; settles those that never will. */
  function next(): [string, WorkUnit] | undefined {
    for (const [key, unit] of keyed) {
      if (outcomes.has(key) || running.has(key) || (elsewhere.get(key) ?? 0) > performance.now()) continue;
      const record = elsewhere.has(key) ? store.read(unit) : undefined;
      if (record) {
        end(key, { unit, state: 'reused', record });
        continue;
      }
      const needs = unit.needs.map((need) => outcomes.get(unitKey(need)));
      const broken = needs.find((need) => need && !need.record);
      if (broken) {
        const cause = broken.reason ? `: ${broken.reason}` : '';
        end(key, { unit, state: 'skipped', reason: `${broken.unit.label} ${broken.state}${cause}` });
      } else if (needs.every((need) => need?.record)) {
        return [key, unit];
      }
    }
    return undefined;
  }

  const waiting: (() => void)[] = [];
  const wakeAll = (): void => {
    for (const wake of waiting.splice(0)) wake();
  };

  async function work(executor: Executor): Promise<void> {
    for (;;) {
      const ready = signal.aborted ? undefined : next();
      if (!ready) {
        if (signal.aborted || (running.size === 0 && elsewhere.size === 0)) {
          wakeAll();
          return;
        }
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
          if (elsewhere.size > 0) setTimeout(resolve, lookAgain);
        });
        continue;
      }
      const [key, unit] = ready;
      running.add(key);
      if (!elsewhere.has(key)) options.onStart?.(unit);
      try {
        const onProgress = (progress: UnitProgress): void => options.onProgress?.(unit, progress);
        end(key, { unit, state: 'computed', record: await executor.run(unit, { signal, onProgress }) });
      } catch (error) {
        if (error instanceof UnitBusyError && !signal.aborted) {
          running.delete(key);
          if (!elsewhere.has(key)) options.onElsewhere?.(unit, error.message);
          elsewhere.set(key, performance.now() + lookAgain);
          continue;
        }
        const reason = (error as Error).message;
        end(
          key,
          signal.aborted
            ? { unit, state: 'stopped', reason: 'what was reached is kept' }
            : { unit, state: 'failed', reason },
        );
      }
      wakeAll();
    }
  }

  signal.addEventListener('abort', wakeAll, { once: true });
  await Promise.all(executors.map(work));
  signal.removeEventListener('abort', wakeAll);
  return units.map(
    (unit) => outcomes.get(unitKey(unit)) ?? { unit, state: 'stopped', reason: 'the run was stopped before it' },
  );
}
