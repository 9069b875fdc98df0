/** `1 image`, `2,000 images`. */
export function count(n: number, noun: string): string {
  return `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`;
}

/** The first few of many names: `a, b, c … (200 in all)`. */
export function firstOf(names: readonly string[], shown: number = 5): string {
  const first = names.slice(0, shown).join(', ');
  return names.length > shown ? `${first} … (${names.length.toLocaleString('en')} in all)` : first;
}
