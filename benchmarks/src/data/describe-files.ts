import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../user-error.js';
import type { DigitsData, FacesData } from './data-spec.js';

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(file)) hash.update(part as Buffer);
  return hash.digest('hex');
}

const digitsAdvice =
  '--data DIR needs DIR/mnist and DIR/svhn; get the official files with: polyvae data download --out DIR';
const celebaAdvice =
  '--data DIR needs DIR/celeba with img_align_celeba/, list_attr_celeba.txt and list_eval_partition.txt; get them from ' +
  'https://mmlab.ie.cuhk.edu.hk/projects/CelebA.html (for non-commercial research only).';

function requireFolder(folder: string, what: string, advice: string): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found?.isDirectory()) return;
  throw new UserError(
    `${what}: expected a folder at ${folder}, found ${found ? 'a file' : 'nothing'}.`,
    advice,
  );
}

/**
 * The specification of MNIST-SVHN-Text in a folder with `mnist/` and `svhn/`; reads every file once for its checksum.
 * @throws {UserError} if a folder is missing or empty.
 */
export async function describeFiles(
  directory: string,
  options: { seed: number; testSize?: number },
): Promise<DigitsData> {
  requireFolder(directory, 'Data folder', digitsAdvice);
  const paths = { mnist: path.resolve(directory, 'mnist'), svhn: path.resolve(directory, 'svhn') };
  const digests: Record<string, string> = {};
  for (const [name, folder] of Object.entries(paths)) {
    requireFolder(folder, name === 'mnist' ? 'MNIST' : 'SVHN', digitsAdvice);
    const files = readdirSync(folder).filter((file) => /(-ubyte(\.gz)?|_32x32\.mat)$/.test(file));
    if (files.length === 0) {
      throw new UserError(
        `${folder} has no data files.`,
        `Expected ${name === 'mnist' ? 'train-images-idx3-ubyte.gz and its three companions' : 'train_32x32.mat and test_32x32.mat'}.`,
      );
    }
    for (const file of files.sort()) digests[`${name}/${file}`] = await sha256(path.join(folder, file));
  }
  return { kind: 'files', ...options, digests, paths };
}

/** What a folder may hold of CelebA's lists; the first of each that is there counts. */
const lists = {
  attributes: ['list_attr_celeba.txt', 'list_attr_celeba.csv'],
  partition: ['list_eval_partition.txt', 'list_eval_partition.csv'],
} as const;

/** SHA-256 of the names and sizes of the images: reading 200,000 of them whole would take minutes. */
function imagesDigest(folder: string): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(folder).sort()) {
    if (/\.jpe?g$/i.test(name)) hash.update(`${name} ${statSync(path.join(folder, name)).size}\n`);
  }
  return hash.digest('hex');
}

/**
 * The specification of CelebA in a folder with its images and lists.
 * @param directory Holds `img_align_celeba/`, `list_attr_celeba` and `list_eval_partition` (`.txt` or `.csv`).
 * @param options.partition Another list that says which images are for training, validation and testing.
 * @throws {UserError} if one of them is missing.
 */
export async function describeCelebA(
  directory: string,
  options: { seed: number; testSize?: number; partition?: string },
): Promise<FacesData> {
  requireFolder(directory, 'CelebA', celebaAdvice);
  const images = path.join(directory, 'img_align_celeba');
  requireFolder(images, "CelebA's images", celebaAdvice);
  const listOf = (kind: keyof typeof lists): string => {
    const found = lists[kind].map((name) => path.join(directory, name)).find((file) => existsSync(file));
    if (found) return found;
    throw new UserError(`${directory} has neither ${lists[kind].join(' nor ')}.`, celebaAdvice);
  };
  const { partition = listOf('partition'), ...rest } = options;
  if (!existsSync(partition)) {
    throw new UserError(`--celeba-partition: there is no file ${partition}.`, 'It has a line for each image: its name, and 0 (train), 1 (validation) or 2 (test).');
  }
  const digests = {
    images: imagesDigest(images),
    attributes: await sha256(listOf('attributes')),
    partition: await sha256(partition),
  };
  const paths = { celeba: path.resolve(directory), partition: path.resolve(partition) };
  return { kind: 'celeba', ...rest, digests, paths };
}
