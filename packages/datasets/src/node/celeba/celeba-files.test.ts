import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newFolder } from '../../../../../scripts/temporary-folder.js';
import { attributeTxt, partitionTxt, range } from '../../../test/make-celeba.js';
import { celebaFiles } from './celeba-files.js';

test('files are found in the official layout and in the authors’ subfolders, and named where they are missing', async () => {
  const directory = newFolder();
  await mkdir(join(directory, 'Img', 'img_align_celeba'), { recursive: true });
  await mkdir(join(directory, 'Anno'));
  const images = join(directory, 'Img', 'img_align_celeba');
  for (const name of ['000002.jpg', '000001.jpg', '._000001.jpg', 'notes.txt'])
    await writeFile(join(images, name), 'x');
  await expect(celebaFiles(directory)).rejects.toThrow(/attributes of the faces/);
  await writeFile(join(directory, 'Anno', 'list_attr_celeba.txt'), attributeTxt(range(2)));
  await expect(celebaFiles(directory)).rejects.toThrow(/partition of the faces/);
  await writeFile(join(directory, 'own.txt'), partitionTxt(range(2), 0));
  expect(await celebaFiles(directory, 'own.txt')).toEqual({
    folder: images,
    images: ['000001.jpg', '000002.jpg'],
    attributes: join(directory, 'Anno', 'list_attr_celeba.txt'),
    partition: join(directory, 'own.txt'),
  });
});
