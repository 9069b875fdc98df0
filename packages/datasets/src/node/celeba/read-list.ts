import { DataFileError } from '../../data-file-error.js';
import { readDataFile } from '../read-data-file.js';
import { correctList, getCeleba } from './get-celeba.js';

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

/** Line by line: cut at once, the official attribute list would be eight million strings. */
function* cutLines(text: string, csv: boolean): Generator<ListLine> {
  let number = 0;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(start, end).trim();
    start = end + 1;
    number++;
    if (line !== '') yield { number, fields: line.split(csv ? /\s*,\s*/ : /\s+/) };
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
