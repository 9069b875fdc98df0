import { readFileSync } from 'node:fs';
import { writeFileAtomic } from '@polyvae/training/node';
import { z } from 'zod';
import { fileError } from '../file-error.js';
import type { CodeVersions } from '../runner/code-version.js';
import { codeVersions } from '../runner/code-version.js';
import { unitKey, type WorkUnit } from '../runner/unit.js';
import { UserError } from '../user-error.js';

/** Work units in a file, for processes that compute one of them each. */
export interface UnitsFile {
  readonly format: 1;
  /** Of the code that planned them: with other code they would be other units. */
  readonly versions: CodeVersions;
  /** Where they are computed: an engine's name. */
  readonly backend: string;
  readonly keys: readonly string[];
  readonly units: readonly WorkUnit[];
}

const unitSchema = z.object({
  kind: z.string(),
  label: z.string(),
  config: z.record(z.string(), z.unknown()),
  get needs() {
    return z.array(unitSchema);
  },
});

const fileSchema = z.strictObject({
  format: z.literal(1),
  versions: z.record(z.string(), z.string()),
  backend: z.string(),
  keys: z.array(z.string()),
  units: z.array(unitSchema),
});

/** Writes units to a file. */
export async function writeUnitsFile(file: string, units: readonly WorkUnit[], backend: string): Promise<void> {
  const content: UnitsFile = { format: 1, versions: codeVersions(), backend, keys: units.map(unitKey), units };
  await writeFileAtomic(file, new TextEncoder().encode(`${JSON.stringify(content, undefined, 1)}\n`));
}

/** @throws {UserError} if there is no such file, or it is another kind of file. */
export function readUnitsFile(file: string): UnitsFile {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw fileError('Cannot read the work units', file, error);
  }
  try {
    // The units themselves were written by this program: only their frame is checked.
    return fileSchema.parse(JSON.parse(text)) as unknown as UnitsFile;
  } catch {
    throw new UserError(`${file} holds no work units.`, 'Give a file that --executor slurm wrote.');
  }
}
