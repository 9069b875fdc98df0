import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { faceAttributes } from '@polyvae/synthetic';
import { beforeEach, expect, test } from 'vitest';
import { newFolder } from '../../../../../scripts/temporary-folder.js';
import { attributeCsv, attributesOf, attributeTxt, imageName, partitionTxt, range } from '../../../test/make-celeba.js';
import { DataFileError } from '../../index.js';
import { readAttributes, readPartition } from './lists.js';

let directory: string;

beforeEach(() => {
  directory = newFolder();
});

const write = (name: string, text: string) => writeFile(join(directory, name), text);

async function attributesError(text: string, name = 'list_attr_celeba.txt'): Promise<string> {
  await write(name, text);
  const error = await readAttributes(directory).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(DataFileError);
  return (error as Error).message;
}

const rows = Uint8Array.from(range(5).flatMap(attributesOf));

test('the official list and both forms of the .csv say the same', async () => {
  for (const [name, text] of [
    ['list_attr_celeba.csv', attributeCsv(range(5))],
    ['list_attr_celeba.csv', attributeCsv(range(5), '0').replaceAll('\n', '\r\n')],
    ['list_attr_celeba.txt', attributeTxt(range(5))],
    ['list_attr_celeba.txt', `\uFEFF${attributeTxt(range(5)).replaceAll('\n', '\r\n')}\n`],
  ] as const) {
    await write(name, text);
    const list = await readAttributes(directory);
    expect(list.file).toBe(join(directory, name));
    expect(list.images).toEqual(range(5).map(imageName));
    expect(list.attributes).toEqual(rows);
  }
});

test('attributes in another order are put into CelebA’s', async () => {
  const values = attributesOf(3).map(String);
  await write(
    'list_attr_celeba.csv',
    `image_id,${[...faceAttributes].reverse().join(',')}\n000004.jpg,${[...values].reverse().join(',')}\n`,
  );
  expect((await readAttributes(directory)).attributes).toEqual(Uint8Array.from(attributesOf(3)));
});

test('attribute lists that are wrong', async () => {
  const lines = attributeTxt(range(3)).split('\n');
  /** The error of the list with a part of one line replaced. */
  const damaged = (line: number, part: string | RegExp, by: string) =>
    attributesError(lines.with(line - 1, lines[line - 1]!.replace(part, by)).join('\n'));
  expect(await attributesError('')).toMatch(/list_attr_celeba\.txt: .*expected a list, found an empty file/);
  expect(await attributesError('<!DOCTYPE html>\n<html>')).toContain(
    'line 1: expected the number of images, found "<!DOCTYPE html>". Correct it, or get the list again from https://mm',
  );
  expect(await attributesError('3\n')).toContain(
    'line 2: expected the names of 40 attributes, found the end of the file',
  );
  expect(await damaged(1, '3', '4')).toContain('line 1: expected the number of images that follow, 3, found 4');
  expect(await damaged(2, 'Male', 'Female')).toContain('line 2: expected names of CelebA’s attributes, found "Female"');
  expect(await damaged(2, 'Male', 'Young')).toContain('line 2: expected each attribute once, found "Young" twice');
  expect(await damaged(2, 'Male', '')).toContain(
    'line 2: expected the names of 40 attributes, found 39; Male is missing',
  );
  expect(await damaged(4, /...$/, '')).toContain(
    'line 4: expected an image and 40 values, found an image and 39 values',
  );
  expect(await damaged(4, /$/, ' 1')).toContain('found an image and 41 values');
  expect(await damaged(5, / {2}1/, ' 2')).toMatch(/line 5: expected value \d+ to be 1 or -1, found "2"/);
  expect(await damaged(5, '-1', '0')).toMatch(/line 5: expected value \d+ to be 1 or -1, found "0"/);
  expect(await damaged(5, '000003', '000001')).toContain(
    'line 5: expected each image once, found "000001.jpg", which line 3 names too',
  );
  expect(await damaged(3, /^/, '../')).toContain(
    'line 3: expected the name of an image, such as 000001.jpg, found "../000001.jpg"',
  );
  expect(await attributesError(`0\n${lines[1]}\n`)).toContain('line 3: expected an image and its attributes');
  await rm(join(directory, 'list_attr_celeba.txt'));
  const unnamed = attributeCsv(range(3)).replace('Bald,', '');
  expect(await attributesError(unnamed, 'list_attr_celeba.csv')).toContain('Bald is missing');
});

test('a line with a long run of spaces is read in one go', async () => {
  // With a pattern that backtracks this takes minutes.
  const line = `image_id,a${' '.repeat(1_000_000)}x`;
  expect(await attributesError(`${line}\n${line}\n`, 'list_attr_celeba.csv')).toContain('list_attr_celeba.csv');
});

test('partitions as .txt and as .csv, and one of one’s own', async () => {
  await write('list_eval_partition.csv', 'image_id,partition\n000001.jpg,0\n000002.jpg,1\n000003.jpg,2\n');
  const expected = [...(await readPartition(directory)).partOf];
  expect(expected).toEqual([
    ['000001.jpg', 'train'],
    ['000002.jpg', 'validation'],
    ['000003.jpg', 'test'],
  ]);
  await write(
    'list_eval_partition.txt',
    partitionTxt(range(3), (i) => i),
  );
  expect([...(await readPartition(directory)).partOf]).toEqual(expected);
  await write('mine.txt', partitionTxt(range(2), 2));
  for (const name of ['mine.txt', join(directory, 'mine.txt')]) {
    const { file, partOf } = await readPartition(directory, name);
    expect([file, [...partOf.values()]]).toEqual([join(directory, 'mine.txt'), ['test', 'test']]);
  }
});

test('partitions that are wrong', async () => {
  const problem = async (text: string, name = 'list_eval_partition.txt') => {
    await write(name, text);
    return readPartition(directory, name).then(String, (error: Error) => error.message);
  };
  expect(await problem('000001.jpg 0\n000002.jpg 3\n')).toContain(
    'line 2: expected an image and 0 (train), 1 (validation) or 2 (test), found "000002.jpg 3"',
  );
  expect(await problem('000001.jpg\n')).toContain('line 1: expected an image and 0');
  expect(await problem('000001.jpg 0 1\n')).toContain('found "000001.jpg 0 1"');
  expect(await problem('000001.jpg 0\n\n000001.jpg 1\n')).toContain(
    'line 3: expected each image once, found "000001.jpg", which line 1 names too',
  );
  expect(await problem('000001.jpg,0\n', 'a.csv')).toContain(
    'a.csv: line 1: expected the headings image_id,partition, found "000001.jpg,0"',
  );
  await expect(readPartition(directory, 'none.txt')).rejects.toThrow(
    /expected a file none\.txt, found none of that name\. Name another file with the option `partition`/,
  );
});
