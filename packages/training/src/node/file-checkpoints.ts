import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { checkOptions } from '../check-options.js';
import type { CheckpointStore } from '../checkpoint-store.js';
import { CheckpointError } from '../errors.js';
import { writeError, writeFileAtomic } from './write-file-atomic.js';

const PATTERN = /^checkpoint-(\d+)\.safetensors$/;
const TEMPORARY = /^checkpoint-\d+\.safetensors\.(?:[\da-f-]+\.)?tmp$/;
/** No write takes an hour: a temporary file that is older was left by a crash, a newer one may be another run's. */
const leftAfterMs = 3_600_000;

/** Options of `fileCheckpoints`. */
export interface FileCheckpointsOptions {
  /** How many of the newest to keep; default 1. */
  readonly keep?: number;
}

/**
 * Keeps checkpoints as `checkpoint-<step>.safetensors` in a folder, which is created when the first is saved. Older ones
 * are removed only after the new one is complete on the disk.
 * @throws {WriteError} from `save`, if the disk is full or the folder cannot be written; older checkpoints stay.
 */
export function fileCheckpoints(folder: string, options: FileCheckpointsOptions = {}): CheckpointStore {
  checkOptions('fileCheckpoints', options, ['keep']);
  const { keep = 1 } = options;
  if (!Number.isInteger(keep) || keep < 1) {
    throw new RangeError(`fileCheckpoints({ keep }): expected an integer ≥ 1, found ${keep}`);
  }

  const newestFirst = async (): Promise<{ name: string; step: number }[]> => {
    let names: string[];
    try {
      names = await readdir(folder);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw new CheckpointError(`could not read the checkpoint folder ${folder}: ${(error as Error).message}`, {
        cause: error,
      });
    }
    return names
      .flatMap((name) => {
        const match = PATTERN.exec(name);
        return match ? [{ name, step: Number(match[1]) }] : [];
      })
      .sort((a, b) => b.step - a.step);
  };

  return {
    save: async (bytes, step) => {
      const name = `checkpoint-${String(step).padStart(8, '0')}.safetensors`;
      const path = join(folder, name);
      try {
        await mkdir(folder, { recursive: true });
      } catch (error) {
        throw writeError(path, bytes.byteLength, error, 'nothing was saved');
      }
      await writeFileAtomic(path, bytes);
      // Of this run, none is newer than the one just saved.
      const old = (await newestFirst()).filter((other) => other.step < step).slice(keep - 1);
      const temporary = (await readdir(folder)).filter((file) => TEMPORARY.test(file));
      const isLeft = await Promise.all(
        temporary.map((file) =>
          stat(join(folder, file)).then(
            ({ mtimeMs }) => Date.now() - mtimeMs > leftAfterMs,
            () => false,
          ),
        ),
      );
      const left = temporary.filter((_, i) => isLeft[i]);
      await Promise.all(
        [...old.map((other) => other.name), ...left].map((file) => rm(join(folder, file), { force: true })),
      );
      return path;
    },
    latest: async () => {
      const [newest] = await newestFirst();
      if (!newest) return undefined;
      const location = join(folder, newest.name);
      try {
        return { bytes: await readFile(location), location };
      } catch (error) {
        throw new CheckpointError(`could not read the checkpoint ${location}: ${(error as Error).message}`, {
          cause: error,
        });
      }
    },
  };
}
