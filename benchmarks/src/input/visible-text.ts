/**
 * Characters that show nothing of themselves and steer what shows them: controls (but for tab and line feed), marks of
 * direction, separators of lines, halves of surrogate pairs, and what XML forbids.
 */
const steering = /(?![\t\n])[\p{Cc}\p{Bidi_Control}\p{Cs}\u2028\u2029\ufffe\uffff]/gu;

function shown(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/**
 * A text whose steering characters can be seen, as `\u001b`, so that names, data and messages of others cannot move a
 * terminal's cursor, turn words around or break XML. In JSON it means the same as before. It is the escape of terminals, and
 * every other target's begins with it.
 */
export function visibleText(text: string): string {
  return text.replace(steering, shown);
}
