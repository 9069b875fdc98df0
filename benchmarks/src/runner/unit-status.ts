import { existsSync } from 'node:fs';
import path from 'node:path';
import type { PlannedUnit } from './plan-file.js';
import { claimOn, describeClaimant, isDead } from './unit-claim.js';
import type { UnitProgress } from './unit-events.js';
import { readFailure } from './unit-failure.js';
import type { UnitStore } from './unit-store.js';

/** How a planned unit stands. */
export interface UnitStatus {
  readonly unit: PlannedUnit;
  readonly state: 'done' | 'running' | 'failed' | 'waiting';
  /** In words: when it was done, who computes it, why it failed, what it waits for. */
  readonly note: string;
  readonly progress?: UnitProgress;
  /** The unit's folder. */
  readonly directory: string;
}

/** A time for people: UTC, to the minute. */
export function minuteOf(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}

/**
 * How the units of a plan stand, as their folders tell: whoever computes them, on whichever machine.
 * @param now By the clock of the file system: milliseconds.
 */
export function unitStatuses(units: readonly PlannedUnit[], store: UnitStore, now: number = Date.now()): UnitStatus[] {
  const statuses = new Map<string, UnitStatus>();
  for (const unit of units) statuses.set(unit.key, statusOf(unit, { store, now, statuses }));
  return units.map(({ key }) => statuses.get(key)!);
}

function statusOf(
  unit: PlannedUnit,
  { store, now, statuses }: { store: UnitStore; now: number; statuses: ReadonlyMap<string, UnitStatus> },
): UnitStatus {
  const directory = store.folder(unit.label, unit.key);
  const record = store.readFolder(directory, unit.key);
  if (record) return { unit, state: 'done', note: `computed ${minuteOf(record.computedAt)}`, directory };
  const found = claimOn(directory);
  if (found && !isDead(found, now)) {
    const { claim, lastSign } = found;
    const age = Math.max(0, Math.round((now - lastSign) / 1000));
    const note = `${describeClaimant(claim)}${claim ? `, since ${minuteOf(claim.since)}` : ''}, last sign of life ${age} s ago`;
    return { unit, state: 'running', note, ...(claim?.progress && { progress: claim.progress }), directory };
  }
  const failure = readFailure(directory, unit.key);
  if (failure) {
    return { unit, state: 'failed', note: `${failure.reason} (${minuteOf(failure.failedAt)})`, directory };
  }
  const broken = unit.needs.map((key) => statuses.get(key)).find((need) => need?.state === 'failed');
  const missing = unit.needs.map((key) => statuses.get(key)).find((need) => need && need.state !== 'done');
  const needs = broken ?? missing;
  const begun = found ? 'its process died; ' : existsSync(path.join(directory, 'checkpoints')) ? 'begun; ' : '';
  const waits = needs ? `needs ${needs.unit.label}${broken ? ', which failed' : ''}` : 'the next run computes it';
  return { unit, state: 'waiting', note: begun + waits, directory };
}
