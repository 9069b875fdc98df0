/** A text of CelebA on one line (the alphabet has a line feed), without the asterisks that fill it up. */
export function withoutFillers(text: string): string {
  return text.replace(/\*+$/, '').replaceAll('\n', '↵');
}
