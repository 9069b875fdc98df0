import { readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { ArgumentError, ArgumentTypeError, checkOptions } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs-core';
import type { AsyncBatchSource } from '../batch-sources.js';
import { DataFileError } from '../data-file-error.js';
import { forEachConcurrently } from './for-each-concurrently.js';
import { fromCmyk, type RawPixels } from './from-cmyk.js';
import { importSharp, type Sharp } from './import-sharp.js';

/** Options of {@link fromImageFolder}. */
export interface ImageFolderOptions<K extends string = 'image'> {
  /** Height and width of the images in batches; one number for squares. */
  readonly size: number | readonly [height: number, width: number];
  /** 3 for colours (default), 1 for shades of grey. */
  readonly channels?: 1 | 3;
  /**
   * `cover` (default) scales an image so that it covers the size and cuts off what is beyond, evenly on both sides; `none` takes
   * images as they are and refuses those of another size.
   */
  readonly resize?: 'cover' | 'none';
  /**
   * The label of a file, given its path below the folder with slashes; default: the name of the first folder in that path, and ''
   * for files that lie in none.
   */
  readonly label?: (file: string) => string;
  /** The modality's name in batches; default `image`. */
  readonly key?: K;
}

/** Images in files, decoded when they are asked for. */
export interface ImageFolder<K extends string = 'image'>
  extends AsyncBatchSource<{ readonly [key in K]: tf.Tensor4D }> {
  /** Paths below the folder, with slashes, in the order of their characters' codes. */
  readonly files: readonly string[];
  /** The label of each. */
  readonly labels: readonly string[];
  /** The labels that there are, in the order of their characters' codes. */
  readonly classes: readonly string[];
}

const image = /\.(?:png|jpe?g|webp|gif|tiff?|avif)$/i;
const concurrency = 8;

/**
 * The images of a folder and the folders in it, as a source of batches `[batch, height, width, channels]`, 0 … 1. Files are decoded when
 * they are asked for, so that memory does not grow with their number. Images are turned upright, and laid on black where they are
 * transparent.
 * @throws {DataFileError} if there are no images; from `get`, if one is missing, damaged or of another size.
 * @throws {MissingPackageError} if sharp is not installed.
 * @example
 * ```ts
 * const images = await fromImageFolder('data/birds', { size: 64 }); // data/birds/wren/1.jpg has the label 'wren'
 * await fit(model, images, { epochs: 10, batchSize: 32, rng }).last();
 * ```
 */
export async function fromImageFolder<K extends string = 'image'>(
  folder: string,
  options: ImageFolderOptions<K>,
): Promise<ImageFolder<K>> {
  checkOptions('fromImageFolder', options, ['size', 'channels', 'resize', 'label', 'key']);
  const { channels = 3, resize = 'cover', label = firstFolder, key = 'image' as K } = options;
  const [height, width] = sidesOf(options.size);
  if (channels !== 1 && channels !== 3) {
    throw new ArgumentError(`fromImageFolder: channels: expected 1 or 3, found ${String(channels)}`);
  }
  if (resize !== 'cover' && resize !== 'none') {
    throw new ArgumentError(`fromImageFolder: resize: expected 'cover' or 'none', found ${String(resize)}`);
  }
  const sharp = await importSharp('fromImageFolder');
  const files = await imagesIn(folder);
  const labels = files.map(label);
  const format = { height, width, channels, resize };
  return {
    size: files.length,
    files,
    labels,
    classes: [...new Set(labels)].sort(),
    get: async (indices) => {
      const bytes = height * width * channels;
      const data = new Float32Array(indices.length * bytes);
      const paths = Array.from(indices, (index) => {
        const file = files[index];
        if (file === undefined) {
          throw new ArgumentError(`get: expected indices below ${files.length}, found ${index}`);
        }
        return join(folder, file);
      });
      await forEachConcurrently(paths.length, concurrency, async (i) => {
        const pixels = await decode(sharp, paths[i]!, format);
        for (let at = 0; at < bytes; at++) data[i * bytes + at] = pixels[at]! / 255;
      });
      const batch = tf.tensor4d(data, [indices.length, height, width, channels]);
      return { [key]: batch } as { readonly [key in K]: tf.Tensor4D };
    },
  };
}

function firstFolder(file: string): string {
  const end = file.indexOf('/');
  return end < 0 ? '' : file.slice(0, end);
}

function sidesOf(size: ImageFolderOptions['size']): readonly [number, number] {
  const sides = typeof size === 'number' ? [size, size] : size;
  if (!Array.isArray(sides) || sides.length !== 2 || !sides.every((side) => Number.isInteger(side) && side >= 1)) {
    throw new ArgumentTypeError(
      `fromImageFolder: size: expected a number of pixels or [height, width], found ${String(size)}`,
    );
  }
  return sides as unknown as readonly [number, number];
}

async function imagesIn(folder: string): Promise<string[]> {
  let entries: string[];
  try {
    entries = await readdir(folder, { recursive: true });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new DataFileError({
      file: folder,
      where: 'as a whole',
      expected: 'a folder of images',
      found: code === 'ENOENT' ? 'nothing of that name' : code === 'ENOTDIR' ? 'a file' : message,
      advice: 'Check the path and its permissions.',
      cause,
    });
  }
  const files = entries.filter((name) => image.test(name)).map((name) => name.replaceAll(sep, '/'));
  if (files.length > 0) return files.sort();
  throw new DataFileError({
    file: folder,
    where: 'its files',
    expected: '.png, .jpg, .webp, .gif, .tif or .avif',
    found: entries.length === 0 ? 'none' : `${entries.length} others, such as ${entries[0]}`,
    advice: 'Give the folder that holds the images, or the folders of images.',
  });
}

interface Format {
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  readonly resize: 'cover' | 'none';
}

async function decode(sharp: Sharp, file: string, { height, width, channels, resize }: Format): Promise<Uint8Array> {
  const fail = (expected: string, found: string, advice: string, cause?: unknown): never => {
    throw new DataFileError({ file, where: 'image', expected, found, advice, cause });
  };
  const pixelsOf = async (): Promise<RawPixels> => {
    const upright = sharp(file, { failOn: 'warning' }).autoOrient();
    const printed = await fromCmyk(upright);
    const image = printed ? sharp(printed.data, { raw: { ...printed.info, channels: 3 } }) : upright;
    const sized = resize === 'cover' ? image.resize(width, height, { fit: 'cover' }) : image;
    const colours = sized.flatten().toColourspace(channels === 1 ? 'b-w' : 'srgb');
    return colours.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  };
  const { data, info } = await pixelsOf().catch((cause: Error) => {
    const found = cause.message.replaceAll(/\s+/g, ' ').trim();
    return fail('an image that can be decoded', found, 'Replace the file, or take it out of the folder.', cause);
  });
  if (info.width !== width || info.height !== height) {
    fail(
      `${width} × ${height} pixels`,
      `${info.width} × ${info.height}`,
      "Images are scaled and cut with resize: 'cover'.",
    );
  }
  if (info.channels !== channels) {
    fail(`${channels} channels`, String(info.channels), 'Save it as an image of colours or of shades of grey.');
  }
  return data;
}
