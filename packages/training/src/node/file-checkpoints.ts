import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ArgumentError, checkOptions } from '@polyvae/errors';
import type { CheckpointStore, StoredCheckpoint } from '../checkpoint-store.js';
import { CheckpointError } from '../errors.js';
import { isLeftByDead } from './temporary-name.js';
import { writeError, writeFileAtomic } from './write-file-atomic.js';

const PATTERN = /^checkpoint-(\d+)\.safetensors$/;
const BEST = 'best.safetensors';
const TEMPORARY = /^(?:checkpoint-\d+|best)\.safetensors\.(?:[\da-f-]+\.)?tmp$/;
/** No write takes an hour: a temporary file that is older was left by a crash, a newer one may be another run's. */
const leftAfterMs = 3_600_000;

/** Options of `fileCheckpoints`. */
export interface FileCheckpointsOptions {
  /** How many of the newest to keep; default 1. */
  readonly keep?: number;
}

/**
 * Keeps checkpoints as `checkpoint-<step>.safetensors` in a folder, which is created when the first is saved. Older ones
 * are removed only after the new one is complete on the disk. With early stopping, the best one is `best.safetensors`.
 * @throws {WriteError} from `save` and `saveBest`, if the disk is full or the folder cannot be written; older checkpoints stay.
 * @example
 * ```ts
 * await fit(model, data, { epochs: 10, batchSize: 256, rng, checkpoints: fileCheckpoints('runs/a') }).last();
 * ```
 */
export function fileCheckpoints(folder: string, options: FileCheckpointsOptions = {}): CheckpointStore {
  checkOptions('fileCheckpoints', options, ['keep']);
  const { keep = 1 } = options;
  if (!Number.isInteger(keep) || keep < 1) {
    throw new ArgumentError(`fileCheckpoints({ keep }): expected an integer ≥ 1, found ${keep}`);
  }

  const namesIn = async (): Promise<string[]> => {
    try {
      return await readdir(folder);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw new CheckpointError(`could not read the checkpoint folder ${folder}: ${(error as Error).message}`, {
        cause: error,
      });
    }
  };

  const newestFirst = async (): Promise<{ name: string; step: number }[]> =>
    (await namesIn())
      .flatMap((name) => {
        const match = PATTERN.exec(name);
        return match ? [{ name, step: Number(match[1]) }] : [];
      })
      .sort((a, b) => b.step - a.step);

  const write = async (name: string, bytes: Uint8Array): Promise<string> => {
    const path = join(folder, name);
    try {
      await mkdir(folder, { recursive: true });
    } catch (error) {
      throw writeError(path, bytes.byteLength, error, 'nothing was saved');
    }
    await writeFileAtomic(path, bytes);
    return path;
  };

  const read = async (name: string): Promise<StoredCheckpoint> => {
    const location = join(folder, name);
    try {
      return { bytes: await readFile(location), location };
    } catch (error) {
      throw new CheckpointError(`could not read the checkpoint ${location}: ${(error as Error).message}`, {
        cause: error,
      });
    }
  };

  return {
    save: async (bytes, step) => {
      const path = await write(`checkpoint-${String(step).padStart(8, '0')}.safetensors`, bytes);
      // Of this run, none is newer than the one just saved.
      const old = (await newestFirst()).filter((other) => other.step < step).slice(keep - 1);
      const temporary = (await readdir(folder)).filter((file) => TEMPORARY.test(file));
      const isLeft = await Promise.all(
        temporary.map((file) =>
          stat(join(folder, file)).then(
            ({ mtimeMs }) => isLeftByDead(file) || Date.now() - mtimeMs > leftAfterMs,
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
      return newest && read(newest.name);
    },
    saveBest: (bytes) => write(BEST, bytes),
    best: async () => ((await namesIn()).includes(BEST) ? read(BEST) : undefined),
  };
}
