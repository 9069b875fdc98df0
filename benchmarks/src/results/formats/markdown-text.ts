import { visibleText } from '../../input/visible-text.js';

/** Text in one line, without blanks around it. */
function inOneLine(text: string): string {
  return visibleText(text.replace(/\s+/g, ' ').trim());
}

/**
 * Text as it may stand in a line of Markdown: it begins neither HTML nor an entity, link, picture, code, emphasis or block.
 * Signs that mean nothing where they are, such as brackets without a link, stay as they are, for report.md is read as it is,
 * too.
 */
export function escapeMarkdown(text: string): string {
  return inOneLine(text)
    .replace(/[\\`*<]|\](?=[([:])|&(?=#?[A-Za-z\d]{1,32};)|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&')
    .replace(/^(?:[#>+~-]|\d{1,9}(?=[.)](?: |$)))/, (begin) => (/\d/.test(begin) ? `${begin}\\` : `\\${begin}`));
}

/** Text as code, blanks at its ends included; its line breaks are signs. */
export function codeSpan(text: string): string {
  const line = visibleText(text.replace(/\r\n|[\n\r]/g, '↵').replaceAll('\t', '⇥'));
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(Math.max(2, longest + 1));
  return `${fence} ${line} ${fence}`;
}
