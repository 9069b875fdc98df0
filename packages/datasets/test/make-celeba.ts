import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { faceAttributes } from '../src/index.js';

/** 0 or 1 for each attribute of an image, another pattern for each. */
export function attributesOf(image: number): number[] {
  return faceAttributes.map((_, attribute) => (((image + 3) * (attribute + 11) * 79) % 101 < 40 ? 1 : 0));
}

/** `000001.jpg` for 0. */
export function imageName(image: number): string {
  return `${String(image + 1).padStart(6, '0')}.jpg`;
}

/** Images `[0, n)`. */
export function range(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}

/** The official list: the number of images, the attributes' names, a line for each image. */
export function attributeTxt(images: readonly number[]): string {
  const signs = (i: number) => attributesOf(i).map((v) => (v ? ' 1' : '-1'));
  const rows = images.map((i) => [imageName(i), ...signs(i)].join(' '));
  return `${[images.length, `${faceAttributes.join(' ')} `, ...rows].join('\n')}\n`;
}

/** Kaggle's list. */
export function attributeCsv(images: readonly number[], negative: '-1' | '0' = '-1'): string {
  const rows = images.map((i) => [imageName(i), ...attributesOf(i).map((v) => (v ? '1' : negative))].join(','));
  return `${[['image_id', ...faceAttributes].join(','), ...rows].join('\n')}\n`;
}

/** The part of each image, or of all: 0 train, 1 validation, 2 test. */
export function partitionTxt(images: readonly number[], part: number | ((image: number) => number)): string {
  return images.map((i) => `${imageName(i)} ${typeof part === 'number' ? part : part(i)}\n`).join('');
}

/** A grey JPEG. */
export function flatFace(grey: number, { width, height } = { width: 178, height: 218 }): Promise<Uint8Array> {
  const background = { r: grey, g: grey, b: grey };
  return sharp({ create: { width, height, channels: 3, background } })
    .jpeg({ quality: 100 })
    .toBuffer();
}

/** A lossless file of the given pixels, `[height, width, 3]`; decoders go by the content, whatever its name. */
export function exactFace(pixels: Uint8Array, width: number, height: number): Promise<Uint8Array> {
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

/** Grey level of {@link writeCeleba}'s images. */
export function greyOf(image: number): number {
  return (20 + 37 * image) % 256;
}

/** A dataset in the official layout: flat faces, the lists as .txt. */
export async function writeCeleba(
  directory: string,
  images: readonly number[],
  partOf: (image: number) => number,
): Promise<string> {
  const folder = join(directory, 'img_align_celeba');
  await mkdir(folder, { recursive: true });
  for (const i of images) await writeFile(join(folder, imageName(i)), await flatFace(greyOf(i)));
  await writeFile(join(directory, 'list_attr_celeba.txt'), attributeTxt(images));
  await writeFile(join(directory, 'list_eval_partition.txt'), partitionTxt(images, partOf));
  return directory;
}
