import type { Figure } from '../../results/figure.js';
import { headingOf } from '../../results/formats/heading.js';
import { tableHtml } from '../../results/formats/html.js';
import { folded, foldedPart, links, list, scrolled } from '../../results/formats/html-elements.js';
import { type Html, html } from '../../results/formats/html-template.js';
import { contextNotes, ownNotes } from '../../results/formats/notes.js';
import { figureTexts } from '../../results/formats/registry.js';
import type { Table } from '../../results/table.js';
import type { RunContext } from '../../run/run.js';
import type { Section } from '../page.js';
import { drawFigure } from '../shown/draw-figure.js';
import { withStrips } from '../shown/strips.js';

/** Formats in which tables lie beside the report, by the endings of the files. */
export const tableFiles = { csv: 'CSV', json: 'JSON', tex: 'LaTeX' } as const;

type Noun = 'Table' | 'Figure';
type Caption = Pick<Table, 'number' | 'title' | 'caption'> & Pick<Figure, 'numbers'>;

/** A table or a figure with links to its files, which are given as names of the formats by ending. */
function articleOf(noun: Noun, caption: Caption, body: Html, files: object, away: boolean): Html {
  const id = `${noun.toLowerCase()}-${caption.number}`;
  const linked = Object.entries(files).map(([ending, format]) => [`${id}.${ending}`, format] as const);
  const content = html`<p>${caption.caption}</p>
${body}
<p class="small links">${links(linked)}</p>`;
  const className = caption.numbers && html` class="chart"`;
  return away
    ? html`<article${className}>${foldedPart(id, headingOf(noun, caption), content)}</article>
`
    : html`<article id="${id}"${className}><h3>${headingOf(noun, caption)}</h3>
${content}</article>
`;
}

function entriesOf(noun: Noun, all: readonly Caption[]): NonNullable<Section['entries']> {
  return all.map((one) => ({
    id: `${noun.toLowerCase()}-${one.number}`,
    title: /^\d/.test(one.number) ? `${noun} ${one.number}` : one.title,
  }));
}

/** Tables that stand open; those behind them are folded away. */
const openTables = 5;

/** Whether a figure is folded away: numbers, which tables tell too, and pictures with a long text above each row. */
function isFolded({ numbers, parts }: Figure): boolean {
  return (
    numbers !== undefined || parts.some((part) => part.type === 'pictures' && part.rows.some((row) => row.caption))
  );
}

const tints = ['worse-3', 'worse-2', 'worse-1', '', 'better-1', 'better-2', 'better-3'];

function tintOf(tint: string): Html {
  if (tint === '') return html`<span>as the paper</span>`;
  return html`<span class="${tint}">${tint.startsWith('worse') ? '▼' : '▲'}</span>`;
}

/** The tables, and how to read them. */
export function tableSection(tables: readonly Table[]): Section | undefined {
  if (tables.length === 0) return undefined;
  const isReduced = tables.some(({ context }) => context.reductions.length > 0);
  const body = html`${
    isReduced &&
    html`<p><a href="#reduced">Data and schedule are reduced</a>, in every table.</p>
`
  }<p>In each cell: <b>ours</b>, below it the paper’s value and the difference, ▲ if ours is better and ▼ if it is
worse. The deeper the colour, the larger the difference: under 5 units of the paper’s last digit, under 20, more.</p>
<p class="small scale" aria-hidden="true">${tints.map(tintOf)}</p>
${tables.map((table, i) => articleOf('Table', table, tableHtml(table, ownNotes(table)), tableFiles, i >= openTables))}`;
  return { id: 'tables', title: 'Tables', body, entries: entriesOf('Table', tables) };
}

/** Notes of a figure without what holds for the whole report, whatever models are named in it. */
function notesOf({ notes, context }: Figure, { reductions }: RunContext): string[] {
  const named = (line: string): string => line.slice(line.indexOf(': '));
  const stated = new Set([...contextNotes({ ...context, reductions: [] }), ...reductions.map(named)]);
  return notes.filter((note) => !stated.has(note) && !stated.has(named(note.replace('Reduced: ', ''))));
}

async function figureOf(figure: Figure, context: RunContext): Promise<Html> {
  const endings = ['svg', ...Object.keys(figureTexts(figure))];
  const notes = notesOf(figure, context);
  const body = html`${scrolled(headingOf('Figure', figure), await drawFigure(figure, withStrips))}
${notes.length > 0 && folded('What the figure was made with', list(notes), 'notes')}`;
  const files = Object.fromEntries(endings.map((ending) => [ending, ending.toUpperCase()]));
  return articleOf('Figure', figure, body, files, isFolded(figure));
}

/**
 * Figures, those of numbers and those with long texts folded away.
 * @param context What the report says at its beginning.
 */
export async function figureSection(
  { id, title }: Pick<Section, 'id' | 'title'>,
  figures: readonly Figure[],
  context: RunContext,
): Promise<Section | undefined> {
  if (figures.length === 0) return undefined;
  const body = html`${await Promise.all(figures.map((figure) => figureOf(figure, context)))}`;
  return { id, title, body, entries: entriesOf('Figure', figures) };
}
