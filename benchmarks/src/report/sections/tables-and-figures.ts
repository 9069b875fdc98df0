import type { Figure } from '../../results/figure.js';
import { tableHtml } from '../../results/formats/html.js';
import { folded, links, list, scrolled } from '../../results/formats/html-elements.js';
import { type Html, html } from '../../results/formats/html-template.js';
import { figureTexts } from '../../results/formats/registry.js';
import type { Table } from '../../results/table.js';
import type { Section } from '../page.js';
import { drawFigure } from '../shown/draw-figure.js';

/** Formats in which tables lie beside the report, by the endings of the files. */
export const tableFiles = { csv: 'CSV', json: 'JSON', tex: 'LaTeX' } as const;

type Noun = 'Table' | 'Figure';
type Caption = Pick<Table, 'number' | 'title' | 'caption'> & Pick<Figure, 'numbers'>;

/** A table or a figure with links to its files, which are given as names of the formats by ending. */
function articleOf(noun: Noun, { number, title, caption, numbers }: Caption, body: Html, files: object): Html {
  const id = `${noun.toLowerCase()}-${number}`;
  const linked = Object.entries(files).map(([ending, format]) => [`${id}.${ending}`, format] as const);
  return html`<article id="${id}"${numbers && html` class="chart"`}><h3>${noun} ${number}. ${title}</h3>
<p>${caption}</p>
${body}
<p class="small links">${links(linked)}</p></article>
`;
}

function entriesOf(noun: Noun, all: readonly Caption[]): NonNullable<Section['entries']> {
  return all.map(({ number }) => ({ id: `${noun.toLowerCase()}-${number}`, title: `${noun} ${number}` }));
}

const tints = ['worse-3', 'worse-2', 'worse-1', '', 'better-1', 'better-2', 'better-3'];

function tintOf(tint: string): Html {
  if (tint === '') return html`<span>as the paper</span>`;
  return html`<span class="${tint}">${tint.startsWith('worse') ? '▼' : '▲'}</span>`;
}

/** The tables, and how to read them. */
export function tableSection(tables: readonly Table[]): Section | undefined {
  if (tables.length === 0) return undefined;
  const body = html`<p>In each cell: <b>ours</b>, below it the paper’s value and the difference, ▲ if ours is better and ▼ if it is
worse. The deeper the colour, the larger the difference: under 5 units of the paper’s last digit, under 20, more.</p>
<p class="small scale" aria-hidden="true">${tints.map(tintOf)}</p>
${tables.map((table) => articleOf('Table', table, tableHtml(table), tableFiles))}`;
  return { id: 'tables', title: 'Tables', body, entries: entriesOf('Table', tables) };
}

async function figureOf(figure: Figure): Promise<Html> {
  const endings = ['svg', ...Object.keys(figureTexts(figure))];
  const body = html`${scrolled(`Figure ${figure.number}`, await drawFigure(figure))}
${folded('What the figure was made with', list(figure.notes), 'notes')}`;
  return articleOf('Figure', figure, body, Object.fromEntries(endings.map((ending) => [ending, ending.toUpperCase()])));
}

/** The figures that were asked for. */
export async function figureSection(figures: readonly Figure[]): Promise<Section | undefined> {
  if (figures.length === 0) return undefined;
  const body = html`${await Promise.all(figures.map(figureOf))}`;
  return { id: 'figures', title: 'Figures', body, entries: entriesOf('Figure', figures) };
}
