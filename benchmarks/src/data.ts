import { createHash } from 'node:crypto';
import { createReadStream, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { type DigitsDataset, syntheticDigits } from '@polyvae/datasets';
import { mnistSvhnText } from '@polyvae/datasets/node';
import { Rng } from '@polyvae/random';
import { UserError } from './user-error.js';

/** Which data, as data: enough to make them again, in another process too. */
export type DataSpec =
  | { readonly kind: 'synthetic'; readonly seed: number; readonly trainSize: number; readonly testSize: number }
  | {
      readonly kind: 'files';
      readonly seed: number;
      /** Test pairs; absent: all. */
      readonly testSize?: number;
      /** SHA-256 of each file, by name. */
      readonly digests: Readonly<Record<string, string>>;
      /** Where the files are here; no part of the data's identity. */
      readonly paths: { readonly mnist: string; readonly svhn: string };
    };

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(file)) hash.update(part as Buffer);
  return hash.digest('hex');
}

function requireFolder(folder: string, what: string): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found?.isDirectory()) return;
  throw new UserError(
    `${what}: expected a folder at ${folder}, found ${found ? 'a file' : 'nothing'}.`,
    '--data DIR needs DIR/mnist and DIR/svhn; get the official files with: polyvae data download --out DIR',
  );
}

/**
 * The data specification of a folder with `mnist/` and `svhn/`; reads every file once for its checksum.
 * @throws {UserError} if a folder is missing or empty.
 */
export async function describeFiles(
  directory: string,
  options: { seed: number; testSize?: number },
): Promise<DataSpec> {
  requireFolder(directory, 'Data folder');
  const paths = { mnist: path.resolve(directory, 'mnist'), svhn: path.resolve(directory, 'svhn') };
  const digests: Record<string, string> = {};
  for (const [name, folder] of Object.entries(paths)) {
    requireFolder(folder, name === 'mnist' ? 'MNIST' : 'SVHN');
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

const opened = new Map<string, Promise<DigitsDataset>>();

async function open(spec: DataSpec): Promise<DigitsDataset> {
  const rng = Rng.fromSeed(spec.seed);
  if (spec.kind === 'synthetic') {
    return syntheticDigits({ rng, trainSize: spec.trainSize, testSize: spec.testSize });
  }
  return mnistSvhnText({ ...spec.paths, rng, testSize: spec.testSize });
}

/** The data set of a specification; made once in a process, the last one is kept. */
export function openData(spec: DataSpec): Promise<DigitsDataset> {
  const key = JSON.stringify(spec);
  const known = opened.get(key);
  if (known) return known;
  opened.clear();
  const made = open(spec);
  opened.set(key, made);
  made.catch(() => opened.delete(key));
  return made;
}
