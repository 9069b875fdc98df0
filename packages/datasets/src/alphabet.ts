/**
 * The 71 characters of the paper's text modality. `-` occurs twice (at 36 and 59), as published; encoding always uses
 * the first, so that index 59 never appears in data.
 *
 * @see Sutter et al. 2020, Appendix (Tables 7, 12): 71 input channels
 */
export const textAlphabet: string = 'abcdefghijklmnopqrstuvwxyz0123456789-,;.!?:\'"\\/|_@#$%^&*~`+-=<>()[]{} \n';

/** Index that {@link characterIndex} gives for a character that is not in {@link textAlphabet}. */
export const unknownCharacter: number = -1;

const indexOf: ReadonlyMap<string, number> = new Map(
  // Reversed, so that of two equal characters the first one stays.
  [...textAlphabet].map((character, index): [string, number] => [character, index]).reverse(),
);

/**
 * Position of a character in {@link textAlphabet}, or -1 if it is not there (upper case is not).
 * @example
 * ```ts
 * characterIndex('a');
 * ```
 */
export function characterIndex(character: string): number {
  return indexOf.get(character) ?? unknownCharacter;
}
