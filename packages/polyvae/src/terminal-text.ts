import { visibleText } from '@polyvae/benchmarks';

/** Turns bold letters on and off, the only style that the command itself writes. */
export const bold = { on: '\u001b[1m', off: '\u001b[22m' } as const;

/**
 * Text as it may go to a terminal: names of files, data and messages of others cannot move the cursor, hide lines or turn words
 * around; they could at most be bold. All that the command writes passes through here once.
 */
export function terminalText(text: string): string {
  const parts = text.split(bold.on).map((part) => part.split(bold.off).map(visibleText).join(bold.off));
  return parts.join(bold.on);
}
