import { JobsError } from './errors.js';

/** Whether a label can begin the name of a folder, and leads to no other place. */
export function isLabel(label: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
  return label !== '' && !/[/\\\u0000-\u001f\u007f]/.test(label);
}

/** Whether a text is a job's key. */
export function isKey(key: string): boolean {
  return /^[0-9a-f]{64}$/.test(key);
}

/** @throws {JobsError} if a label cannot begin a folder's name. */
export function requireLabel(label: string, of = 'a job'): void {
  if (isLabel(label)) return;
  throw new JobsError(
    `The label ${JSON.stringify(label)} of ${of} cannot name a folder: use letters, digits and dashes.`,
  );
}

/** @throws {JobsError} if a text is no job's key. */
export function requireKey(key: string): void {
  if (!isKey(key)) throw new JobsError(`Expected a job's key, 64 hexadecimal digits, found ${JSON.stringify(key)}.`);
}
