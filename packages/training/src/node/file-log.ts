import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { checkOptions, PolyvaeError } from '@polyvae/errors';
import { isBefore, type LogEntry, type LogPosition, type RunLog } from '../run-log.js';
import { writeError } from './write-file-atomic.js';

/** A log file that cannot be read. */
export class LogError extends PolyvaeError {
  override readonly name = 'LogError';
  readonly code = 'log';
}

/**
 * Reads a run log.
 * @returns Its entries; a last line that was cut off by a crash is left out.
 * @throws {LogError} if there is no such file or a line is not a log entry.
 * @example
 * ```ts
 * const epochs = readLog('runs/a/log.jsonl').filter(({ kind }) => kind === 'epoch');
 * ```
 */
export function readLog(path: string): LogEntry[] {
  return readLines(path).map(({ entry }) => entry);
}

function readLines(path: string): { entry: LogEntry; end: number }[] {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new LogError(`could not read the run log ${path}: ${(error as Error).message}`, { cause: error });
  }
  const lines: { entry: LogEntry; end: number }[] = [];
  for (let begin = 0, number = 1; begin < bytes.length; number++) {
    const newline = bytes.indexOf(0x0a, begin);
    if (newline < 0) break;
    const text = bytes.toString('utf8', begin, newline);
    begin = newline + 1;
    let entry: unknown;
    try {
      entry = JSON.parse(text);
    } catch {
      // Reported below.
    }
    if (!isSound(entry)) {
      throw new LogError(
        `${path}, line ${number}: expected a JSON entry of a run log, found ${JSON.stringify(text.slice(0, 60))}; is it another file?`,
      );
    }
    lines.push({ entry, end: begin });
  }
  return lines;
}

/** Whether a value of JSON is an entry of a log, all of whose terms are numbers. */
function isSound(value: unknown): value is LogEntry {
  const entry = value as Readonly<Record<string, unknown>> | null | undefined;
  if (entry?.kind !== 'step' && entry?.kind !== 'epoch') return false;
  if (!Number.isInteger(entry.step) || !Number.isInteger(entry.epoch) || !areTerms(entry.terms)) return false;
  if (entry.kind === 'step') return true;
  return typeof entry.seconds === 'number' && (entry.validation === undefined || areTerms(entry.validation));
}

/** Whether a value is numbers by name, perhaps in groups of groups. */
function areTerms(value: unknown, levels = 8): boolean {
  if (typeof value !== 'object' || value === null || levels === 0) return false;
  return Object.values(value).every((term) => typeof term === 'number' || areTerms(term, levels - 1));
}

function unusedName(path: string): string {
  let number = 1;
  while (existsSync(`${path}.${number}`)) number++;
  return `${path}.${number}`;
}

/** Options of `fileLog`. */
export interface FileLogOptions {
  /**
   * Accepts a log that lacks entries from before the place where the run continues, such as one that begins with a run's second
   * half; default false.
   */
  readonly allowGaps?: boolean;
}

/** Refuses a log that does not have every step and epoch before a position. */
function checkWhole(path: string, entries: readonly LogEntry[], position: LogPosition): void {
  const steps = entries.filter(({ kind }) => kind === 'step').length;
  const epochs = entries.length - steps;
  if (steps === position.step && epochs === position.epoch) return;
  throw new LogError(
    `${path}: expected the ${position.step} steps and ${position.epoch} epochs before the place where the run continues, found ${steps} and ${epochs}: lines were lost. Put the whole log back, delete the checkpoints to train anew, or go on with fileLog(path, { allowGaps: true })`,
  );
}

/**
 * A run log as JSON lines, one for each step and each epoch, written before the step counts as done. When a run resumes,
 * lines beyond its checkpoint are cut off, so that no step appears twice; when a run starts anew, a log that is already
 * there is kept under another name (`<path>.1`, …).
 * @throws {LogError} from `open`, if the file is not a run log, or lines from before the place where the run continues were lost.
 * @throws {WriteError} if the disk is full or the file cannot be written.
 * @example
 * ```ts
 * await fit(model, data, { epochs: 10, batchSize: 256, rng, log: fileLog('runs/a/log.jsonl') }).last();
 * ```
 */
export function fileLog(path: string, options: FileLogOptions = {}): RunLog {
  checkOptions('fileLog', options, ['allowGaps']);
  const { allowGaps = false } = options;
  let file: number | undefined;
  let size = 0;
  const guard = <T>(bytes: number, action: () => T): T => {
    try {
      return action();
    } catch (error) {
      throw writeError(path, bytes, error, 'the lines before are kept');
    }
  };
  return {
    open: async (position: LogPosition) => {
      const exists = existsSync(path);
      const fresh = position.step === 0 && position.epoch === 0;
      const kept = exists && !fresh ? readLines(path).filter(({ entry }) => isBefore(entry, position)) : [];
      if (!allowGaps) {
        checkWhole(
          path,
          kept.map(({ entry }) => entry),
          position,
        );
      }
      size = kept.at(-1)?.end ?? 0;
      guard(0, () => {
        mkdirSync(dirname(path), { recursive: true });
        if (exists && fresh && statSync(path).size > 0) renameSync(path, unusedName(path));
        file = openSync(path, 'a');
        if (fstatSync(file).size > size) ftruncateSync(file, size);
      });
    },
    append: (entry) => {
      if (file === undefined) throw new LogError(`${path}: the log is not open`);
      const line = Buffer.from(`${JSON.stringify(entry)}\n`);
      const handle = file;
      guard(line.length, () => {
        try {
          for (let done = 0; done < line.length; ) done += writeSync(handle, line, done);
        } catch (error) {
          // Nothing half-written stays behind.
          if (fstatSync(handle).size > size) ftruncateSync(handle, size);
          throw error;
        }
        size += line.length;
        // Steps may come by the hundred a second; epochs are rare enough to wait for the disk.
        if (entry.kind === 'epoch') fdatasyncSync(handle);
      });
    },
    close: async () => {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}
