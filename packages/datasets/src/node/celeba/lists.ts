import { basename, dirname, resolve } from 'node:path';
import { type FaceAttribute, faceAttributes } from '@polyvae/synthetic';
import { DataFileError } from '../../data-file-error.js';
import { readDataFile } from '../read-data-file.js';

/** Where the authors of CelebA offer it. */
export const celebaPage = 'https://mmlab.ie.cuhk.edu.hk/projects/CelebA.html';

/** Advice for files that are not there: only a person can get them, since CelebA's terms have to be agreed to. */
export const getCeleba: string =
  `CelebA has to be fetched by hand, from ${celebaPage}; its licence allows non-commercial research only. Unpack ` +
  'img_align_celeba.zip in this folder, and put list_attr_celeba.txt and list_eval_partition.txt (or Kaggle’s .csv ' +
  'files) beside the folder img_align_celeba that comes out.';

/** Advice for a list whose content is wrong. */
export const correctList: string = `Correct it, or get the list again from ${celebaPage}.`;

/** One of CelebA's lists: a line for each image. */
export interface ListFile {
  readonly file: string;
  /** Fields are set apart by commas (after a line of headings), otherwise by spaces. */
  readonly csv: boolean;
  /** Lines of the file; at least as many as {@link lines} gives. */
  readonly lineCount: number;
  /** Lines that are not empty. */
  lines(): Generator<ListLine>;
}

/** A line that is not empty, in fields. */
export interface ListLine {
  /** From 1. */
  readonly number: number;
  readonly fields: readonly string[];
}

/**
 * Reads the first of `names` that a folder holds.
 *
 * @param what What the list is, for the error message.
 * @throws {DataFileError} if there is none, it cannot be read, or it is empty.
 */
export async function readList(
  directory: string,
  names: readonly string[],
  what: string,
  advice: string = getCeleba,
): Promise<ListFile> {
  const { file, bytes } = await readDataFile(directory, names, what, advice);
  const text = new TextDecoder().decode(bytes);
  if (text.trim() === '') {
    throw new DataFileError({ file, where: what, expected: 'a list', found: 'an empty file', advice: correctList });
  }
  const csv = text.trimStart().split('\n', 1)[0]!.includes(',');
  let lineCount = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lineCount++;
  return { file, csv, lineCount, lines: () => cutLines(text, csv) };
}

/** Line by line, without a pattern that tries runs of spaces again and again: cut at once, the official attribute list would be eight million strings. */
function* cutLines(text: string, csv: boolean): Generator<ListLine> {
  let number = 0;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(start, end).trim();
    start = end + 1;
    number++;
    if (line !== '') yield { number, fields: csv ? line.split(',').map((field) => field.trim()) : line.split(/\s+/) };
  }
}

/** An error about one line of a list. */
export function lineError(list: ListFile, number: number, expected: string, found: string): DataFileError {
  return new DataFileError({ file: list.file, where: `line ${number}`, expected, found, advice: correctList });
}

/** Text of a file as an error message shows it. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 59)}…` : text);
}

/**
 * Takes the image's name off each line.
 *
 * @throws {DataFileError} (what it returns) if a line names an image that an earlier one named, or a path.
 */
export function imageNames(list: ListFile): (line: ListLine) => string {
  const lineOf = new Map<string, number>();
  return ({ number, fields }) => {
    const name = fields[0]!;
    if (name === '' || /[/\\]/.test(name)) {
      throw lineError(list, number, 'the name of an image, such as 000001.jpg', quoted(name));
    }
    const earlier = lineOf.get(name);
    if (earlier !== undefined) {
      throw lineError(list, number, 'each image once', `${quoted(name)}, which line ${earlier} names too`);
    }
    lineOf.set(name, number);
    return name;
  };
}

/** Which image has which attributes. */
export interface AttributeList {
  readonly file: string;
  /** Names of the images, in the order of the file. */
  readonly images: readonly string[];
  /** 0 or 1, row-major `[images, 40]`, in the order of `faceAttributes` whatever the order of the file. */
  readonly attributes: Uint8Array;
}

const width: number = faceAttributes.length;

/** The attribute list, not looked into. */
export function readAttributeList(directory: string): Promise<ListFile> {
  const names = ['list_attr_celeba.txt', 'list_attr_celeba.csv', 'Anno/list_attr_celeba.txt'];
  return readList(directory, names, 'attributes of the faces');
}

/**
 * Reads `list_attr_celeba.txt` (the number of images, the attributes' names, a line for each image) or
 * `list_attr_celeba.csv` (headings, a line for each image). Values are 1 and -1, or 1 and 0. Attributes may be in
 * another order.
 *
 * @throws {DataFileError} naming the line, if the list is missing or not of this form: an attribute that is missing,
 * unknown or there twice, another number of values or other values, an image named twice, another number of images
 * than the first line says.
 */
export async function readAttributes(directory: string): Promise<AttributeList> {
  const list = await readAttributeList(directory);
  const lines = list.lines();
  const stated = list.csv ? undefined : statedCount(list, lines.next().value);
  const header = lines.next().value as ListLine | undefined;
  const columns = attributeColumns(list, header);

  const nameOf = imageNames(list);
  const images: string[] = [];
  const attributes = new Uint8Array(list.lineCount * width);
  const negative = negativeValue(list);
  for (const line of lines) {
    const { number, fields } = line;
    const row = images.length * width;
    images.push(nameOf(line));
    if (fields.length !== width + 1) {
      throw lineError(list, number, `an image and ${width} values`, `an image and ${fields.length - 1} values`);
    }
    for (let column = 0; column < width; column++) {
      const value = fields[column + 1]!;
      if (value !== '1') negative(line, column);
      else attributes[row + columns[column]!] = 1;
    }
  }
  if (stated !== undefined && stated !== images.length) {
    throw lineError(list, 1, `the number of images that follow, ${images.length}`, `${stated}`);
  }
  if (images.length === 0) {
    throw lineError(list, (header?.number ?? 1) + 1, 'an image and its attributes', 'the end of the file');
  }
  return { file: list.file, images, attributes: attributes.slice(0, images.length * width) };
}

function statedCount(list: ListFile, line: ListLine): number {
  const text = line.fields.join(' ');
  if (!/^\d+$/.test(text)) throw lineError(list, line.number, 'the number of images', quoted(text));
  return Number(text);
}

/** For each column of values, which attribute it is. */
function attributeColumns(list: ListFile, header: ListLine | undefined): number[] {
  if (header === undefined) throw lineError(list, 2, `the names of ${width} attributes`, 'the end of the file');
  const names = list.csv ? header.fields.slice(1) : header.fields;
  const columns = names.map((name, column) => {
    const index = faceAttributes.indexOf(name as FaceAttribute);
    if (index < 0) throw lineError(list, header.number, 'names of CelebA’s attributes', quoted(name));
    if (names.indexOf(name) !== column) {
      throw lineError(list, header.number, 'each attribute once', `${quoted(name)} twice`);
    }
    return index;
  });
  const missing = faceAttributes.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    throw lineError(
      list,
      header.number,
      `the names of ${width} attributes`,
      `${names.length}; ${missing[0]} is missing`,
    );
  }
  return columns;
}

/** Takes -1 or 0 for "has not", but only one of them: side by side, 0 could mean that nobody knows. */
function negativeValue(list: ListFile): (line: ListLine, column: number) => void {
  let usual: string | undefined;
  return ({ number, fields }, column) => {
    const value = fields[column + 1]!;
    if (value === usual) return;
    if (usual !== undefined || (value !== '-1' && value !== '0')) {
      throw lineError(list, number, `value ${column + 1} to be 1 or ${usual ?? '-1'}`, quoted(value));
    }
    usual = value;
  };
}

/** CelebA's parts; a partition file gives their position here. */
export const faceParts = ['train', 'validation', 'test'] as const;

export type FacePart = (typeof faceParts)[number];

/** Which image belongs to which part. */
export interface Partition {
  readonly file: string;
  readonly partOf: ReadonlyMap<string, FacePart>;
}

const official = ['list_eval_partition.txt', 'list_eval_partition.csv', 'Eval/list_eval_partition.txt'];

/** The partition file, not looked into. */
export function readPartitionList(directory: string, name?: string): Promise<ListFile> {
  const what = 'partition of the faces';
  if (name === undefined) return readList(directory, official, what);
  const own = resolve(directory, name);
  return readList(
    dirname(own),
    [basename(own)],
    what,
    'Name another file with the option `partition`, or leave it out.',
  );
}

/**
 * Reads `list_eval_partition.txt` (`000001.jpg 0`) or `.csv` (headings `image_id,partition`): 0 is training,
 * 1 validation, 2 test.
 *
 * @param name Another file of either form, in `directory` or with an absolute path.
 * @throws {DataFileError} naming the line, if it is missing, not of this form, or names an image twice.
 */
export async function readPartition(directory: string, name?: string): Promise<Partition> {
  const list = await readPartitionList(directory, name);
  const lines = list.lines();
  if (list.csv) {
    const { number, fields } = lines.next().value!;
    if (fields.length !== 2 || fields[1] !== 'partition') {
      throw lineError(list, number, 'the headings image_id,partition', quoted(fields.join(',')));
    }
  }
  const nameOf = imageNames(list);
  const partOf = new Map<string, FacePart>();
  for (const line of lines) {
    const { number, fields } = line;
    const image = nameOf(line);
    const part = faceParts[fields[1]?.length === 1 ? Number(fields[1]) : -1];
    if (fields.length !== 2 || part === undefined) {
      throw lineError(list, number, 'an image and 0 (train), 1 (validation) or 2 (test)', quoted(fields.join(' ')));
    }
    partOf.set(image, part);
  }
  return { file: list.file, partOf };
}
