import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { RunLog } from '../run-log.js';
import type { TermValues } from '../terms.js';
import { encodeEvent, type TensorBoardEvent } from './tensorboard-events.js';
import { writeError } from './write-file-atomic.js';

/** Numbers with their places, such as `reconstruction/mnist`. */
function flat(terms: TermValues, prefix: string): [string, number][] {
  return Object.entries(terms).flatMap(([name, value]): [string, number][] =>
    typeof value === 'number' ? [[`${prefix}/${name}`, value]] : flat(value, `${prefix}/${name}`),
  );
}

/**
 * A run log that TensorBoard shows: `tensorboard --logdir FOLDER`. Tags are `step/loss`, `epoch/reconstruction/mnist`, `validation/loss` and the
 * like, at the number of steps completed. A run that continues writes a file of its own, which takes back what was said of the steps that come again.
 * @param folder Made if it is not there; one for each run.
 */
export function tensorBoardLog(folder: string): RunLog {
  let file: { readonly path: string; readonly descriptor: number } | undefined;
  const write = (event: TensorBoardEvent): void => {
    const bytes = encodeEvent(event, Date.now() / 1000);
    try {
      writeSync(file!.descriptor, bytes);
    } catch (error) {
      throw writeError(file!.path, bytes.length, error, 'what was written before is kept');
    }
  };
  return {
    open: async ({ step }) => {
      const path = join(folder, `events.out.tfevents.${Date.now()}.${process.pid}.polyvae`);
      try {
        mkdirSync(folder, { recursive: true });
        file = { path, descriptor: openSync(path, 'wx') };
      } catch (error) {
        throw writeError(path, 0, error, 'nothing was written');
      }
      write({ kind: 'version' });
      if (step > 0) write({ kind: 'start', step: step + 1 });
    },
    append: (entry) => {
      const { kind, step, terms } = entry;
      const more =
        kind === 'epoch'
          ? flat(entry.validation ?? {}, 'validation')
          : entry.gradientNorm !== undefined
            ? [['step/gradientNorm', entry.gradientNorm] as const]
            : [];
      write({ kind: 'scalars', step, values: [...flat(terms, kind), ...more] });
    },
    close: async () => {
      if (file) closeSync(file.descriptor);
      file = undefined;
    },
  };
}
