import { createHash } from 'node:crypto';
import { createReadStream, readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type CelebaFiles, celebaFiles } from '@polyvae/datasets/node';
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
  throw new UserError(`${what}: expected a folder at ${folder}, found ${found ? 'a file' : 'nothing'}.`, advice);
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

const filesAtOnce = 64;

/** SHA-256 of the names and contents of the images. */
async function imagesDigest({ folder, images }: CelebaFiles): Promise<string> {
  const hash = createHash('sha256');
  for (let begin = 0; begin < images.length; begin += filesAtOnce) {
    const names = images.slice(begin, begin + filesAtOnce);
    const contents = await Promise.all(names.map((name) => readFile(path.join(folder, name))));
    contents.forEach((bytes, i) => {
      hash.update(`${names[i]} ${bytes.length}\n`).update(bytes);
    });
  }
  return hash.digest('hex');
}

/**
 * The specification of CelebA in a folder with its images and lists.
 * @param directory Holds `img_align_celeba/`, `list_attr_celeba` and `list_eval_partition` (`.txt` or `.csv`).
 * @param options.partition Another list that says which images are for training, validation and testing.
 * @param options.cache Folder for the decoded images; default: beside them.
 * @param options.skipCorrupt Goes on without images that are missing or damaged.
 * @throws {UserError} if there is no such folder, {DataFileError} if one of the files is missing.
 */
export async function describeCelebA(
  directory: string,
  options: { seed: number; testSize?: number; partition?: string; cache?: string; skipCorrupt?: boolean },
): Promise<FacesData> {
  requireFolder(directory, 'CelebA', celebaAdvice);
  const { partition, cache, ...rest } = options;
  const files = await celebaFiles(directory, partition && path.resolve(partition));
  const digests = {
    images: await imagesDigest(files),
    attributes: await sha256(files.attributes),
    partition: await sha256(files.partition),
  };
  const paths = {
    celeba: path.resolve(directory),
    partition: path.resolve(files.partition),
    ...(cache && { cache: path.resolve(cache) }),
  };
  return { kind: 'celeba', ...rest, digests, paths };
}
