/** A number and title, e.g. `Figure 3. mmJSD with …`; the title alone of what is not the paper's, which has a word for a number. */
export function headingOf(
  noun: 'Table' | 'Figure',
  { number, title }: { readonly number: string; readonly title: string },
): string {
  return /^\d+$/.test(number) ? `${noun} ${number}. ${title}` : title;
}
