import { UserError } from '@polyvae/benchmarks';
import { isPolyvaeError } from '@polyvae/errors';
import { type FolderWork, inFolder } from '@polyvae/jobs';

/**
 * Trains in a folder as its only writer.
 * @throws {UserError} if another process trains there.
 */
export async function alone<T>(
  directory: string,
  options: FolderWork,
  work: Parameters<typeof inFolder<T>>[2],
): Promise<T> {
  try {
    return await inFolder(directory, options, work);
  } catch (error) {
    if (!isPolyvaeError(error) || error.code !== 'job-busy') throw error;
    throw new UserError(
      `${directory} is in use: ${error.message}.`,
      'Wait until it has ended, or choose another --out.',
    );
  }
}
