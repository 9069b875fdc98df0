/**
 * The sentence about searches that ended before their optimum; none if all reached it.
 * @param subject What was searched for, such as a model's title.
 * @param searches The noun, in the plural.
 * @param names Those that did not, by name; each once.
 * @param total All of them.
 */
export function unconvergedNotes(
  subject: string,
  searches: string,
  names: readonly string[],
  total: number,
): readonly string[] {
  if (names.length === 0) return [];
  return [
    `${subject}: ${names.length} of ${total} ${searches} ended before the optimum (${names.join(', ')}), so that their values may be ` +
      'worse than the best there are.',
  ];
}
