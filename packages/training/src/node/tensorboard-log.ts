import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { checkOptions } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs-core';
import type { RunLog } from '../run-log.js';
import type { TermValues } from '../terms.js';
import { encodeEvent, type TensorBoardEvent } from './tensorboard-events.js';
import { pictureOf } from './tensorboard-picture.js';
import { writeError } from './write-file-atomic.js';

/** Numbers with their places, such as `reconstruction/mnist`. */
function flat(terms: TermValues, prefix: string): [string, number][] {
  return Object.entries(terms).flatMap(([name, value]): [string, number][] =>
    typeof value === 'number' ? [[`${prefix}/${name}`, value]] : flat(value, `${prefix}/${name}`),
  );
}

/** Pictures beside the numbers of a {@link tensorBoardLog}. */
export interface TensorBoardImages {
  /** Whether there are any after this epoch, counted from 0; default after each. */
  readonly when?: (epoch: number) => boolean;
  /**
   * Makes them by name, such as with `model.generate`: `[height, width, channels]`, or `[images, height, width, channels]` for
   * several in one picture, of 1 or 3 channels with values from 0 to 1. The tensors are disposed.
   */
  readonly make: (epoch: number) => Readonly<Record<string, tf.Tensor>> | Promise<Readonly<Record<string, tf.Tensor>>>;
}

/** Options of {@link tensorBoardLog}. */
export interface TensorBoardLogOptions {
  /** Pictures, under tags such as `images/mnist`; default none. */
  readonly images?: TensorBoardImages;
}

/**
 * A run log that TensorBoard shows: `tensorboard --logdir FOLDER`. Tags are `step/loss`, `epoch/reconstruction/mnist`, `validation/loss` and the
 * like, at the number of steps completed. A run that continues writes a file of its own, which takes back what was said of the steps that come again.
 * @param folder Made if it is not there; one for each run.
 * @example
 * ```ts
 * const log = tensorBoardLog('runs/a', {
 *   images: { when: (epoch) => epoch % 5 === 4, make: () => model.generate(16, { rng: rng.fork('images') }) },
 * });
 * await fit(model, data, { epochs: 10, batchSize: 256, rng, log }).last();
 * ```
 */
export function tensorBoardLog(folder: string, options: TensorBoardLogOptions = {}): RunLog {
  checkOptions('tensorBoardLog', options, ['images']);
  const { images } = options;
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
    append: async (entry) => {
      const { kind, step, terms } = entry;
      const more =
        kind === 'epoch'
          ? flat(entry.validation ?? {}, 'validation')
          : entry.gradientNorm !== undefined
            ? [['step/gradientNorm', entry.gradientNorm] as const]
            : [];
      write({ kind: 'scalars', step, values: [...flat(terms, kind), ...more] });
      if (kind !== 'epoch' || !images || images.when?.(entry.epoch) === false) return;
      const made = await images.make(entry.epoch);
      try {
        const pictures = Object.entries(made).map(
          async ([name, own]) => [`images/${name}`, await pictureOf(name, own)] as const,
        );
        write({ kind: 'images', step, values: await Promise.all(pictures) });
      } finally {
        tf.dispose(made);
      }
    },
    close: async () => {
      if (file) closeSync(file.descriptor);
      file = undefined;
    },
  };
}
