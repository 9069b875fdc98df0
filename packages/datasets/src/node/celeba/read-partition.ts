import { basename, dirname, resolve } from 'node:path';
import { imageNames, type ListFile, lineError, quoted, readList } from './read-list.js';

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
  return readList(dirname(own), [basename(own)], what, 'Correct the option `partition`.');
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
