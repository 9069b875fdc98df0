import { PolyvaeError } from '@polyvae/errors';

/** Fault of a data file. */
export interface DataFileProblem {
  /** Path or name of the file. */
  readonly file: string;
  /** Field or byte offset, for example `number of images (byte 4)`. */
  readonly where: string;
  /** Contents that the file should have. */
  readonly expected: string;
  /** Contents that it has. */
  readonly found: string;
  /** Advice on it. */
  readonly advice: string;
  /** Error that led to this one. */
  readonly cause?: unknown;
}

/** A data file that is missing, truncated, corrupt or of another type. */
export class DataFileError extends PolyvaeError {
  override readonly name = 'DataFileError';
  readonly code = 'data-file';
  /** The file. */
  readonly file: string;
  /** Its fault. */
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
