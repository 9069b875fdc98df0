import { readFileSync } from 'node:fs';
import { fileError } from '@polyvae/jobs';
import { z } from 'zod';
import { closest } from './suggest.js';
import { UserError } from './user-error.js';

/** The message on keys that an object may not have, with what they were meant to be; zod's own message on all else. */
function explain(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== 'unrecognized_keys') return undefined;
  const known = Object.keys((issue.inst as z.ZodObject).shape);
  const keys = issue.keys.map((key) => {
    const near = closest(key, known);
    return `unknown key '${key}'${near ? `; did you mean '${near}'?` : ''}`;
  });
  return `${keys.join(', ')} (known here: ${known.join(', ')})`;
}

/**
 * Checks a value that came from a file or the command line.
 * @param where What the value is, for the message, e.g. a file name.
 * @throws {UserError} each thing that is wrong: what was expected, what was found, its path.
 */
export function parseConfig<S extends z.ZodType>(schema: S, value: unknown, where: string): z.infer<S> {
  const parsed = schema.safeParse(value, { error: explain });
  if (parsed.success) return parsed.data;
  throw new UserError(`${where}:\n${z.prettifyError(parsed.error)}`);
}

/** Text without its byte-order mark, which says whether it is UTF-16, as shells of Windows write it; else it is UTF-8. */
function textOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return new TextDecoder(isUtf16 ? (first === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8').decode(bytes);
}

/**
 * Reads and checks a JSON file.
 * @throws {JobsError} if it cannot be read, {UserError} if it is not JSON, or not what the schema says.
 */
export function readConfig<S extends z.ZodType>(schema: S, file: string): z.infer<S> {
  let text: string;
  try {
    text = textOf(readFileSync(file));
  } catch (error) {
    throw fileError('Cannot read', file, error);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UserError(`${file} is not valid JSON: ${(error as Error).message}`);
  }
  return parseConfig(schema, value, file);
}
