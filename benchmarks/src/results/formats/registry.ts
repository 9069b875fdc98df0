import { choices } from '../../input/suggest.js';
import { UserError } from '../../input/user-error.js';
import type { Figure } from '../figure.js';
import type { StringsTable, Table } from '../table.js';
import { csv } from './csv.js';
import type { Format } from './format.js';
import { headingOf } from './heading.js';
import { htmlFormat } from './html.js';
import { json } from './json.js';
import { latex } from './latex.js';
import { markdown } from './markdown.js';
import { terminal } from './terminal.js';

/** Every format. */
export const formats: readonly Format[] = [terminal, markdown, csv, json, htmlFormat, latex];

/** Names of the formats: `text` (terminal), `markdown`, `csv`, `json`, `html` (a fragment) or `latex` (for booktabs). */
export const tableFormats: readonly string[] = formats.map(({ name }) => name);

/** @throws {UserError} if there is no format of that name. */
function findFormat(name: string): Format {
  const found = formats.find((format) => format.name === name);
  if (found) return found;
  throw new UserError(`Unknown table format '${name}'.`, choices(name, tableFormats));
}

/**
 * A finished table as text, in one of {@link tableFormats}.
 * @throws {UserError} if the format is unknown.
 */
export function renderTable(table: Table, format: string): string {
  return findFormat(format).table(table);
}

/**
 * A finished table of strings as text, in one of {@link tableFormats}.
 * @throws {UserError} if the format is unknown.
 */
export function renderStrings(table: StringsTable, format: string): string {
  return findFormat(format).strings(table);
}

/** The numbers of a figure in each format that writes them, by the endings of files; none of a figure of pictures. */
export function figureTexts(figure: Figure): Readonly<Record<string, string>> {
  const { numbers } = figure;
  const written = formats.map((format) => [format.ending, numbers && format.figure?.(figure, numbers)] as const);
  return Object.fromEntries(written.flatMap(([ending, text]) => (text === undefined ? [] : [[ending, text]])));
}

/** A figure for the terminal: its numbers as Markdown, or its title and notes. */
export function renderFigure(figure: Figure): string {
  return figureTexts(figure).md ?? [headingOf('Figure', figure), ...figure.notes.map((note) => `  ${note}`)].join('\n');
}
