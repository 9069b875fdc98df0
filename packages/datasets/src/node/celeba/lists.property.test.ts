import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'vitest';
import { damagedText, expectOnlyDocumentedErrors } from '../../../../../scripts/reader-properties.js';
import { newFolder } from '../../../../../scripts/temporary-folder.js';
import { attributeCsv, attributeTxt, partitionTxt, range } from '../../../test/make-celeba.js';
import { readAttributes, readPartition } from './lists.js';

const images = range(4);

test.each([
  ['list_attr_celeba.txt', [attributeTxt(images)], readAttributes],
  ['list_attr_celeba.csv', [attributeCsv(images), attributeCsv(images, '0')], readAttributes],
  ['list_eval_partition.txt', [partitionTxt(images, (image) => image % 3)], readPartition],
  ['list_eval_partition.csv', ['image_id,partition\n000001.jpg,0\n000002.jpg,2\n'], readPartition],
] as const)('CelebA’s %s', async (name, whole, read) => {
  const folder = newFolder();
  await expectOnlyDocumentedErrors(damagedText(whole), async (bytes) => {
    writeFileSync(join(folder, name), bytes);
    await read(folder);
  });
});
