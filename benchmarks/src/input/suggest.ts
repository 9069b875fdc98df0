import { distance } from 'fastest-levenshtein';
import { UserError } from './user-error.js';

/**
 * The known name that a mistyped one most likely stands for.
 * @returns `undefined` if none is near: within two edits (a swap of neighbours counts as two), fewer than it has letters.
 */
export function closest(word: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.min(2, word.length - 1) + 0.5;
  for (const candidate of known) {
    const edits = distance(word.toLowerCase(), candidate.toLowerCase());
    if (edits < bestDistance) {
      best = candidate;
      bestDistance = edits;
    }
  }
  return best;
}

/** The end of a message about an unknown name: the nearest known one, and all of them. */
export function choices(word: string, known: readonly string[]): string {
  const near = closest(word, known);
  return `${near ? `did you mean '${near}'? ` : ''}Known: ${known.join(', ')}`;
}

/**
 * The one of a name.
 * @param key The property that is the name.
 * @param unknown How the message begins if there is none, e.g. `Unknown profile`.
 * @throws {UserError} if there is none; names the nearest, and all of them.
 */
export function findNamed<K extends string, T extends Readonly<Record<K, string>>>(
  all: readonly T[],
  key: K,
  { name, unknown }: { readonly name: string; readonly unknown: string },
): T {
  const found = all.find((one) => one[key] === name);
  if (found) return found;
  const known = all.map((one) => one[key]);
  throw new UserError(`${unknown} '${name}'.`, choices(name, known));
}
