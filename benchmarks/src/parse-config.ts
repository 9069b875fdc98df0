import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { fileError } from './file-error.js';
import { closest } from './suggest.js';
import { UserError } from './user-error.js';

/** What of a schema says which keys there are. */
interface SchemaParts {
  readonly shape?: Readonly<Record<string, unknown>>;
  readonly unwrap?: () => unknown;
  /** Members of a union. */
  readonly options?: readonly unknown[];
}

/** The objects that a schema may stand for. */
function objectsOf(schema: unknown): SchemaParts[] {
  const parts = schema as SchemaParts | undefined;
  if (parts?.shape) return [parts];
  if (parts?.options) return parts.options.flatMap(objectsOf);
  return parts?.unwrap ? objectsOf(parts.unwrap()) : [];
}

function knownKeys(schema: unknown, path: readonly PropertyKey[]): string[] {
  let objects = objectsOf(schema);
  for (const key of path) objects = objects.flatMap(({ shape }) => objectsOf(shape![String(key)]));
  return [...new Set(objects.flatMap(({ shape }) => Object.keys(shape!)))];
}

/**
 * Checks a value that came from a file or the command line.
 * @param where What the value is, for the message, e.g. a file name.
 * @throws {UserError} one line for each thing that is wrong: its path, what was expected, what was found.
 */
export function parseConfig<S extends z.ZodType>(schema: S, value: unknown, where: string): z.infer<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.flatMap((issue) => {
    const path = issue.path.map(String).join('.');
    if (issue.code === 'unrecognized_keys') {
      const known = knownKeys(schema, issue.path);
      return issue.keys.map((key) => {
        const near = closest(key, known);
        const full = path ? `${path}.${key}` : key;
        return `unknown key '${full}'${near ? `; did you mean '${near}'?` : ''} (known here: ${known.join(', ')})`;
      });
    }
    return [`${path || '(root)'}: ${issue.message}`];
  });
  throw new UserError(`${where}: ${lines.join('\n  ')}`);
}

/**
 * Reads and checks a JSON file.
 * @throws {UserError} if it is not there, not JSON, or not what the schema says.
 */
export function readConfig<S extends z.ZodType>(schema: S, file: string): z.infer<S> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
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
