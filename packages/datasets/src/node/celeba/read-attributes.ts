import { type FaceAttribute, faceAttributes } from '../../face-attributes.js';
import { imageNames, type ListFile, type ListLine, lineError, quoted, readList } from './read-list.js';

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
