import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { type Claim, claimFile, describeClaimant, heartbeatSeconds, isDead, readClaim, slurmTask } from './claim.js';
import { JobBusyError } from './errors.js';
import type { JobProgress } from './job-context.js';
import { thisProcess } from './process-identity.js';
import { isLeftByDead, ownTag } from './temporary-name.js';

/** Least time between two writings of the progress: milliseconds. */
const progressInterval = 3000;

function code(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

/**
 * The right to compute a job, held by a file in its folder that shows signs of life.
 *
 * The package proper-lockfile is not used: of two processes that find a dead lock, the slower one removes the lock that the
 * quicker one has just taken, and both hold it; and its locks do not say who holds them, so that a dead process of this
 * machine could not be told from a slow one.
 */
export class JobLock {
  /** Aborted if another process took the job over, believing this one dead (it stood still for long, say). */
  readonly lost: AbortSignal;
  readonly #lost = new AbortController();
  readonly #file: string;
  readonly #timer: NodeJS.Timeout;
  #claim: Claim;
  #written = performance.now();

  private constructor(file: string, claim: Claim) {
    this.#file = file;
    this.#claim = claim;
    this.lost = this.#lost.signal;
    this.#timer = setInterval(() => this.#beat(), heartbeatSeconds * 1000);
    this.#timer.unref();
  }

  /**
   * Claims a job's folder. The claim of a process that is dead is taken over.
   * @throws {JobBusyError} if a living process holds it.
   */
  static claim(directory: string): JobLock {
    const file = path.join(directory, claimFile);
    const slurm = slurmTask();
    const claim = { ...thisProcess(), id: ownTag(), since: new Date().toISOString(), ...(slurm && { slurm }) };
    const own = `${file}.${claim.id}`;
    try {
      writeClaim(own, claim);
      // A few processes may be after the same dead claim; each turn one of them gets on.
      for (let turn = 0; turn < 10; turn++) {
        try {
          linkSync(own, file);
          removeLitter(directory, statSync(own).mtimeMs);
          return new JobLock(file, claim);
        } catch (error) {
          if (code(error) !== 'EEXIST') throw error;
        }
        const found = readClaim(file);
        if (!found) continue;
        // The new file's time is the file system's own clock.
        if (!isDead(found, statSync(own).mtimeMs)) {
          throw new JobBusyError(
            `${describeClaimant(found.claim)} computes it, since ${found.claim?.since ?? 'when is unknown'}`,
          );
        }
        remove(file, `${own}.dead`, found.claim?.id);
      }
      throw new JobBusyError('several processes want it at once');
    } finally {
      rmSync(own, { force: true });
    }
  }

  /** Keeps the progress where others can read it. */
  report(progress: JobProgress): void {
    this.#claim = { ...this.#claim, progress };
    if (performance.now() - this.#written >= progressInterval) this.#beat();
  }

  /** Gives the job back. */
  release(): void {
    clearInterval(this.#timer);
    if (this.#holds()) rmSync(this.#file, { force: true });
  }

  /** A claim that cannot be read is still this one's: whoever takes over leaves a sound one. */
  #holds(): boolean {
    const found = readClaim(this.#file);
    return found !== undefined && (found.claim === undefined || found.claim.id === this.#claim.id);
  }

  #beat(): void {
    if (this.lost.aborted) return;
    if (!this.#holds()) {
      this.#lost.abort(new JobBusyError('another process took it over, because this one showed no sign of life'));
      return;
    }
    this.#written = performance.now();
    const own = `${this.#file}.${this.#claim.id}`;
    try {
      writeClaim(own, this.#claim);
      renameSync(own, this.#file);
    } catch {
      // A full disk stops the job itself where it matters; the next beat tries again.
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
    // A third process claimed the job meanwhile; the one moved aside notices at its next sign of life.
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Writes a claim to the disk: one that is found after a loss of power must tell whose it is. */
function writeClaim(file: string, claim: Claim): void {
  const handle = openSync(file, 'w');
  try {
    writeFileSync(handle, JSON.stringify(claim));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Removes what claimants left that were killed while they claimed; those that claim now need theirs. */
function removeLitter(directory: string, now: number): void {
  for (const name of readdirSync(directory)) {
    if (!name.startsWith(`${claimFile}.`)) continue;
    const litter = path.join(directory, name);
    const found = readClaim(litter);
    if (isLeftByDead(name) || (found && isDead(found, now))) rmSync(litter, { force: true });
  }
}
