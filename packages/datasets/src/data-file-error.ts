import { PolyvaeError } from '@polyvae/errors';

/** What is wrong with a data file. */
export interface DataFileProblem {
  /** Path or name of the file. */
  readonly file: string;
  /** Field or byte offset, for example `number of images (byte 4)`. */
  readonly where: string;
  readonly expected: string;
  readonly found: string;
  /** What to do about it. */
  readonly advice: string;
  readonly cause?: unknown;
}

/** A data file that is missing, truncated, corrupt or of another type. */
export class DataFileError extends PolyvaeError {
  override readonly name = 'DataFileError';
  readonly code = 'data-file';
  readonly file: string;
  readonly problem: DataFileProblem;

  constructor(problem: DataFileProblem) {
    const { file, where, expected, found, advice, cause } = problem;
    super(`${file}: ${where}: expected ${expected}, found ${found}. ${advice}`, cause === undefined ? {} : { cause });
    this.file = file;
    this.problem = problem;
  }
}

/** Advice for files that arrived damaged. */
export const downloadAgain = 'Delete the file and get it again: `polyvae data download`.';
