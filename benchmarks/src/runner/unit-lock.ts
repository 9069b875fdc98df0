import { randomUUID } from 'node:crypto';
import { linkSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { thisProcess } from './process-identity.js';
import { UnitBusyError } from './unit-busy-error.js';
import {
  claimFile,
  describeClaimant,
  heartbeatSeconds,
  isDead,
  readClaim,
  slurmTask,
  type UnitClaim,
} from './unit-claim.js';
import type { UnitProgress } from './unit-events.js';

/** Least time between two writings of the progress: milliseconds. */
const progressInterval = 3000;

function code(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

/** The right to compute a unit, held by a file in its folder that shows signs of life. */
export class UnitLock {
  /** Aborted if another process took the unit over, believing this one dead (it stood still for long, say). */
  readonly lost: AbortSignal;
  readonly #lost = new AbortController();
  readonly #file: string;
  readonly #timer: NodeJS.Timeout;
  #claim: UnitClaim;
  #written = performance.now();

  private constructor(file: string, claim: UnitClaim) {
    this.#file = file;
    this.#claim = claim;
    this.lost = this.#lost.signal;
    this.#timer = setInterval(() => this.#beat(), heartbeatSeconds * 1000);
    this.#timer.unref();
  }

  /**
   * Claims a unit's folder. The claim of a process that is dead is taken over.
   * @throws {UnitBusyError} if a living process holds it.
   */
  static claim(directory: string): UnitLock {
    const file = path.join(directory, claimFile);
    const slurm = slurmTask();
    const claim = { ...thisProcess(), id: randomUUID(), since: new Date().toISOString(), ...(slurm && { slurm }) };
    const own = `${file}.${claim.id}`;
    writeFileSync(own, JSON.stringify(claim));
    try {
      // A few processes may be after the same dead claim; each turn one of them gets on.
      for (let turn = 0; turn < 10; turn++) {
        try {
          linkSync(own, file);
          return new UnitLock(file, claim);
        } catch (error) {
          if (code(error) !== 'EEXIST') throw error;
        }
        const found = readClaim(file);
        if (!found) continue;
        // The new file's time is the file system's own clock.
        if (!isDead(found, statSync(own).mtimeMs)) {
          throw new UnitBusyError(
            `${describeClaimant(found.claim)} computes it, since ${found.claim?.since ?? 'when is unknown'}`,
          );
        }
        remove(file, `${own}.dead`, found.claim?.id);
      }
      throw new UnitBusyError('several processes want it at once');
    } finally {
      rmSync(own, { force: true });
    }
  }

  /** Keeps the progress where others can read it. */
  report(progress: UnitProgress): void {
    this.#claim = { ...this.#claim, progress };
    if (performance.now() - this.#written >= progressInterval) this.#beat();
  }

  /** Gives the unit back. */
  release(): void {
    clearInterval(this.#timer);
    if (this.#holds()) rmSync(this.#file, { force: true });
  }

  #holds(): boolean {
    return readClaim(this.#file)?.claim?.id === this.#claim.id;
  }

  #beat(): void {
    if (this.lost.aborted) return;
    if (!this.#holds()) {
      this.#lost.abort(new UnitBusyError('another process took it over, because this one showed no sign of life'));
      return;
    }
    this.#written = performance.now();
    const own = `${this.#file}.${this.#claim.id}`;
    try {
      writeFileSync(own, JSON.stringify(this.#claim));
      renameSync(own, this.#file);
    } catch {
      // A full disk stops the unit itself where it matters; the next beat tries again.
    }
  }
}

/** Removes a dead claim, unless a living one took its place since it was read. */
function remove(file: string, aside: string, id: string | undefined): void {
  try {
    renameSync(file, aside);
  } catch (error) {
    if (code(error) === 'ENOENT') return;
    throw error;
  }
  try {
    if (readClaim(aside)?.claim?.id !== id) linkSync(aside, file);
  } catch {
    // A third process claimed the unit meanwhile; the one moved aside notices at its next sign of life.
  } finally {
    rmSync(aside, { force: true });
  }
}
