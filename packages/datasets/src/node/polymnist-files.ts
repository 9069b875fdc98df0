import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkOptions } from '@polyvae/errors';
import { decode } from 'fast-png';
import { checkSize } from '../check-size.js';
import { DataFileError } from '../data-file-error.js';
import {
  type PolyMnistDataset,
  type PolyMnistName,
  type PolyMnistSplit,
  polyMnistImageSize,
  polyMnistNames,
  polyMnistSplit,
} from '../polymnist.js';
import { type DecodingProgress, progressMeter } from './decoding-progress.js';
import { forEachConcurrently } from './for-each-concurrently.js';
import { unreadable } from './unreadable.js';

/** Options of {@link polyMnist}. */
export interface PolyMnistOptions {
  /** Folder that holds `train` and `test`, each with the folders `m0` … `m4`; or a folder `PolyMNIST` or `MMNIST` around them. */
  directory: string;
  /** Number of training items, the first ones; all by default. */
  trainSize?: number;
  /** Number of test items, the first ones; all by default. */
  testSize?: number;
  /** Called at most ten times a second while images are decoded. */
  onProgress?: (progress: DecodingProgress) => void;
  /** Stops the reading. */
  signal?: AbortSignal;
}

/** The files of one part of PolyMNIST. */
export interface PolyMnistFiles {
  /** Folder that holds `m0` … `m4`. */
  readonly folder: string;
  /** Names of the items' images, the same in each of the five folders: by index, then by digit. */
  readonly names: readonly string[];
}

/** Items of each part as published: the images of MNIST. */
const published = { train: 60_000, test: 10_000 } as const;
type Part = keyof typeof published;

const filesAtOnce = 32;
const getPolymnist =
  'Get PolyMNIST.zip from https://zenodo.org/record/4899160 and unpack it; the folder needs train/m0 … train/m4 and ' +
  'test/m0 … test/m4.';
const unpackAgain = 'Unpack PolyMNIST.zip again.';

/**
 * PolyMNIST from its published files: five images of the same digit, each on a background of its own and by another hand.
 *
 * An item is an index and a digit, which are in the files' names, `<index>.<digit>.png`; all five folders must have an
 * image of it. Part of the data, the same items in each folder, is fine. Items are ordered by index, then by digit, so that
 * the first ones are nearly balanced. Images stay bytes in memory: about 820 MB for all of them.
 *
 * @throws {DataFileError} if a folder or an image's partner is missing, or a file is damaged or not what it should be.
 * @throws {ArgumentTypeError} if an option is unknown.
 * @throws {ArgumentError} if a size is not a positive integer.
 * @see Sutter, Daunhawer, Vogt 2021, "Generalized Multimodal ELBO" (PolyMNIST)
 * @example
 * ```ts
 * const { train, test } = await polyMnist({ directory: 'data/polymnist' });
 * ```
 */
export async function polyMnist(options: PolyMnistOptions): Promise<PolyMnistDataset> {
  checkOptions('polyMnist', options, ['directory', 'trainSize', 'testSize', 'onProgress', 'signal']);
  const files = await polyMnistFiles(options.directory);
  const counts = Object.entries(published).map(([name, all]) => {
    const part = name as Part;
    const size = options[`${part}Size`];
    if (size !== undefined) checkSize('polyMnist', `${part}Size`, size);
    return { part, all, used: Math.min(size ?? all, files[part].names.length) };
  });
  const total = polyMnistNames.length * counts.reduce((sum, { used }) => sum + used, 0);
  const done = progressMeter('decode', total, options.onProgress);
  const [train, test] = [
    await readPart(files.train, counts[0]!.used, done, options.signal),
    await readPart(files.test, counts[1]!.used, done, options.signal),
  ];
  const sizes = counts.map(({ part, all, used }) => {
    const [some, most] = [used.toLocaleString('en'), all.toLocaleString('en')];
    return used === all ? `all ${most} ${part}` : `${some} of ${most} ${part}`;
  });
  return {
    name: 'PolyMNIST',
    description: `PolyMNIST as published: ${sizes.join(', ')} items of five images.`,
    train,
    test,
  };
}

/**
 * Finds PolyMNIST's files where `polyMnist` finds them, without looking into them.
 *
 * @throws {DataFileError} if a folder or an image's partner is missing, or a file has another name.
 * @example
 * ```ts
 * const { train, test } = await polyMnistFiles('data/polymnist');
 * ```
 */
export async function polyMnistFiles(directory: string): Promise<Readonly<Record<Part, PolyMnistFiles>>> {
  let root = directory;
  for (const inner of ['PolyMNIST', 'MMNIST']) {
    if ((await list(join(directory, inner, 'train'))) !== undefined) root = join(directory, inner);
  }
  return { train: await findItems(root, 'train'), test: await findItems(root, 'test') };
}

/** The items that all five folders of a part have. */
async function findItems(root: string, part: Part): Promise<PolyMnistFiles> {
  const folder = join(root, part);
  const items = new Map<PolyMnistName, Set<number>>();
  for (const name of polyMnistNames) items.set(name, await itemsOf(join(folder, name)));
  const all = new Set([...items.values()].flatMap((own) => [...own]));
  for (const [name, own] of items) {
    if (own.size === all.size) continue;
    const missing = [...all].filter((item) => !own.has(item)).sort((a, b) => a - b);
    const shown = missing.slice(0, 5).map(fileName).join(', ');
    throw new DataFileError({
      file: join(folder, name),
      where: 'images',
      expected: `a partner for each of the ${all.size.toLocaleString('en')} items of the five folders`,
      found: `${missing.length.toLocaleString('en')} missing: ${shown}${missing.length > 5 ? ' …' : ''}`,
      advice: `${unpackAgain} For part of the data, keep the same names in m0 … m4.`,
    });
  }
  const most = published[part];
  if (all.size === 0 || all.size > most) {
    throw new DataFileError({
      file: folder,
      where: 'number of items',
      expected: `1 to ${most.toLocaleString('en')}`,
      found: all.size.toLocaleString('en'),
      advice: all.size === 0 ? getPolymnist : `${unpackAgain} Give a folder that holds nothing else.`,
    });
  }
  return { folder, names: [...all].sort((a, b) => a - b).map(fileName) };
}

/** An item as a number that sorts by index, then by digit. */
function itemNumber(index: number, digit: number): number {
  return 10 * index + digit;
}

function fileName(item: number): string {
  return `${Math.floor(item / 10)}.${item % 10}.png`;
}

/** The items of which a folder has an image. */
async function itemsOf(folder: string): Promise<Set<number>> {
  const names = await list(folder);
  if (names === undefined) {
    throw new DataFileError({
      file: folder,
      where: 'images',
      expected: 'a folder with 0.0.png and so on',
      found: 'no such folder',
      advice: getPolymnist,
    });
  }
  const items = new Set<number>();
  for (const name of names) {
    // macOS leaves `._0.0.png` beside `0.0.png`: no images.
    if (name.startsWith('.') || !/\.png$/i.test(name)) continue;
    const [, index, digit] = /^(0|[1-9]\d{0,8})\.(\d)\.png$/.exec(name) ?? [];
    if (index === undefined) {
      throw new DataFileError({
        file: join(folder, name),
        where: 'name',
        expected: '<index>.<digit>.png, such as 12.7.png',
        found: name,
        advice: `Move it elsewhere. If there are many: ${unpackAgain}`,
      });
    }
    items.add(itemNumber(Number(index), Number(digit)));
  }
  return items;
}

/** Names in a folder; `undefined` if there is no such folder. */
async function list(folder: string): Promise<string[] | undefined> {
  try {
    return await readdir(folder);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    return unreadable(folder, 'images')(cause as Error);
  }
}

/** Decodes the first `size` items of a part. */
async function readPart(
  { folder, names }: PolyMnistFiles,
  size: number,
  done: (n: number) => void,
  signal: AbortSignal | undefined,
): Promise<PolyMnistSplit> {
  const labels = Uint8Array.from(names.slice(0, size), (name) => Number(name.at(-5)));
  const images = Object.fromEntries(
    polyMnistNames.map((modality) => [modality, new Uint8Array(size * polyMnistImageSize)]),
  ) as Record<PolyMnistName, Uint8Array>;
  for (const modality of polyMnistNames) {
    const read = async (item: number): Promise<void> => {
      const file = join(folder, modality, names[item]!);
      images[modality].set(
        decodeImage(file, await readFile(file).catch(unreadable(file, 'image'))),
        item * polyMnistImageSize,
      );
      done(1);
    };
    await forEachConcurrently(size, filesAtOnce, read, signal);
  }
  return polyMnistSplit(labels, (item, modality) =>
    images[modality].subarray(item * polyMnistImageSize, (item + 1) * polyMnistImageSize),
  );
}

/** The 28 × 28 × 3 bytes of a PNG file. */
function decodeImage(file: string, bytes: Uint8Array): Uint8Array {
  const problem = {
    file,
    where: 'image',
    expected: 'a PNG of 28 × 28 pixels, 8-bit red, green, blue',
    advice: unpackAgain,
  };
  let image: ReturnType<typeof decode>;
  try {
    image = decode(bytes, { checkCrc: true });
  } catch (cause) {
    throw new DataFileError({ ...problem, found: `a damaged file (${(cause as Error).message})`, cause });
  }
  const { width, height, channels, depth, data } = image;
  if (width === 28 && height === 28 && channels === 3 && depth === 8 && data.length === polyMnistImageSize) {
    return data as Uint8Array;
  }
  const found = `${width} × ${height} pixels, ${channels} ${channels === 1 ? 'channel' : 'channels'} of ${depth} bits`;
  throw new DataFileError({ ...problem, found });
}
