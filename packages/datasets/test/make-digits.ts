import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { LabelledImages } from '../src/index.js';
import { idxFile, matFile } from './make-files.js';

/** Images whose first byte is their position, for following them through pairing. */
export function numberedImages(labels: number[], imageSize: number): LabelledImages {
  const images = new Uint8Array(labels.length * imageSize);
  labels.forEach((_, image) => {
    images[image * imageSize] = image;
  });
  return { images, labels: Uint8Array.from(labels) };
}

/** Digits 0 … 9 in turn, so many of each data set, in the official formats, in `directory/mnist` and `directory/svhn`. */
export async function writeDigits(
  directory: string,
  sizes: { mnistTrain: number; mnistTest: number; svhnTrain: number; svhnTest: number },
): Promise<{ mnist: string; svhn: string }> {
  const digits = (n: number): number[] => Array.from({ length: n }, (_, i) => i % 10);
  const mnist = join(directory, 'mnist');
  const svhn = join(directory, 'svhn');
  await mkdir(mnist, { recursive: true });
  await mkdir(svhn, { recursive: true });
  for (const [part, size] of Object.entries({ train: sizes.mnistTrain, t10k: sizes.mnistTest })) {
    const list = digits(size);
    const { images } = numberedImages(list, 784);
    await writeFile(join(mnist, `${part}-images-idx3-ubyte.gz`), gzipSync(idxFile([list.length, 28, 28], images)));
    await writeFile(join(mnist, `${part}-labels.idx1-ubyte`), idxFile([list.length], list));
  }
  for (const [part, size] of Object.entries({ train: sizes.svhnTrain, test: sizes.svhnTest })) {
    const list = digits(size);
    const { images } = numberedImages(list, 3072);
    const y = list.map((label) => label || 10);
    const file = matFile([
      { name: 'X', shape: [32, 32, 3, list.length], values: images },
      { name: 'y', shape: [list.length, 1], values: y },
    ]);
    await writeFile(join(svhn, `${part}_32x32.mat`), file);
  }
  return { mnist, svhn };
}
