import { mkdirSync } from 'node:fs';
import { fileError } from './file-error.js';

/**
 * Makes a folder and those above it; one that is there already is left as it is.
 * @throws {UserError} if it cannot be made; says why and what to do.
 */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw fileError('Cannot make the folder', folder, error);
  }
}
