/** The work of the toy kinds, which tests do not let run for long. */
export async function double(value: number): Promise<number> {
  return 2 * value;
}
