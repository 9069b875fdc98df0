import { makeFolder, removeLeftovers, unmakeFolder } from './files.js';
import type { JobContext, JobProgress } from './job-context.js';
import { JobLock } from './job-lock.js';

/** How work in a folder is followed and stopped. */
export interface FolderWork {
  readonly signal?: AbortSignal | undefined;
  onProgress?: ((progress: JobProgress) => void) | undefined;
}

/** Makes a folder, if it is not there, and claims it. */
function claimFolder(directory: string): { readonly first: string | undefined; readonly lock: JobLock } {
  for (let turn = 1; ; turn++) {
    const first = makeFolder(directory);
    try {
      return { first, lock: JobLock.claim(directory) };
    } catch (error) {
      // Another process that had made it found nothing to do, and removed it again.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || turn === 3) throw error;
    }
  }
}

/**
 * Works in a folder as the only one, also among processes of other machines: whoever comes second is told who is there. What
 * killed processes left half-written is removed first, and a folder that was made for it and stayed empty last.
 * @throws {JobBusyError} if another process works there, or takes over because this one showed no sign of life.
 */
export async function inFolder<T>(
  directory: string,
  { signal, onProgress }: FolderWork,
  work: (context: Pick<JobContext, 'directory' | 'signal' | 'onProgress'>) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const { first, lock } = claimFolder(directory);
  try {
    removeLeftovers(directory);
    return await work({
      directory,
      signal: signal ? AbortSignal.any([signal, lock.lost]) : lock.lost,
      onProgress(progress) {
        lock.report(progress);
        onProgress?.(progress);
      },
    });
  } catch (error) {
    throw lock.lost.aborted ? lock.lost.reason : error;
  } finally {
    lock.release();
    unmakeFolder(directory, first);
  }
}
