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

/** Writes both datasets, in the official formats, into `directory/mnist` and `directory/svhn`. */
export async function writeDigits(
  directory: string,
  labels: { mnistTrain: number[]; mnistTest: number[]; svhnTrain: number[]; svhnTest: number[] },
): Promise<{ mnist: string; svhn: string }> {
  const mnist = join(directory, 'mnist');
  const svhn = join(directory, 'svhn');
  await mkdir(mnist, { recursive: true });
  await mkdir(svhn, { recursive: true });
  for (const [part, list] of [['train', labels.mnistTrain] as const, ['t10k', labels.mnistTest] as const]) {
    const { images } = numberedImages(list, 784);
    await writeFile(join(mnist, `${part}-images-idx3-ubyte.gz`), gzipSync(idxFile([list.length, 28, 28], images)));
    await writeFile(join(mnist, `${part}-labels.idx1-ubyte`), idxFile([list.length], list));
  }
  for (const [part, list] of [['train', labels.svhnTrain] as const, ['test', labels.svhnTest] as const]) {
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
