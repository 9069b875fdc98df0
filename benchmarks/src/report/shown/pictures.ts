import type { PictureRow } from '../../jobs/shown.js';
import { type Html, html } from '../../results/formats/html-template.js';
import { wrapText } from '../../results/formats/wrap-text.js';

const widestLabel = 76;
const cell = 46;
const tile = 40;
const textHeight = 20;
const headingHeight = 30;
const captionHeight = 13;
/** Width of a character of a caption, on average. */
const characterWidth = 5.2;
/** Panels beside each other, where they are narrow enough, and what is between them. */
const columns = 3;
const gap = 24;

/** A row of pictures and texts as they are drawn: pictures apart, or all of a row in one with gaps between them. */
export type DrawnRow =
  | PictureRow
  | (Omit<Extract<PictureRow, { readonly tiles: unknown }>, 'tiles'> & {
      readonly strip: string;
      readonly count: number;
    });

/** Parts of an SVG and their size. */
export interface Drawing {
  readonly content: Html;
  readonly width: number;
  readonly height: number;
}

/**
 * A drawing as an SVG that needs nothing else. Writing takes the colour of the page (`currentColor`).
 * @param title Read by screen readers.
 * @param options.className Its class.
 * @param options.background Colour behind it, for files that are looked at by themselves; none by default.
 */
export function svgOf(
  { content, width, height }: Drawing,
  title: string,
  { className, background }: { readonly className?: string; readonly background?: string } = {},
): Html {
  return html`<svg xmlns="http://www.w3.org/2000/svg"${className && html` class="${className}"`} role="img" aria-label="${title}"
 viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"${background && html` style="background:${background}"`}
 font-family="system-ui,sans-serif" font-size="12" fill="currentColor">${content}</svg>`;
}

function cellsOf(row: DrawnRow): number {
  if ('strip' in row) return row.count;
  return 'tiles' in row ? row.tiles.length : row.texts.length;
}

/** Signs of blanks, which matter: a word's place is part of what is generated. An SVG takes line breaks for blanks. */
const blanks: Readonly<Record<string, string>> = { ' ': '·', '\t': '⇥', '\n': '↵', '\r': '↵' };

function withBlanks(text: string): string {
  return text.replace(/\r\n|[ \t\n\r]/g, (blank) => blanks[blank.at(-1)!]!);
}

/** The pictures or texts of a row whose upper edge is at `y`. */
function contentOf(row: DrawnRow, y: number, labelWidth: number): Html[] {
  const x = (i: number): number => labelWidth + i * cell;
  if ('strip' in row) {
    const size = html`width="${row.count * cell - (cell - tile)}" height="${tile}" preserveAspectRatio="none"`;
    return [
      html`<image x="${labelWidth}" y="${y + 3}" ${size} href="${row.strip}" style="image-rendering:pixelated"/>`,
    ];
  }
  if ('tiles' in row) {
    const place = html`y="${y + 3}" width="${tile}" height="${tile}"`;
    return row.tiles.map(
      (href, i) => html`<image x="${x(i)}" ${place} href="${href}" style="image-rendering:pixelated"/>`,
    );
  }
  const place = html`y="${y + 14}" textLength="${tile}" lengthAdjust="spacingAndGlyphs"`;
  const texts = row.texts.map((text, i) => html`<text x="${x(i)}" ${place}>${withBlanks(text)}</text>`);
  return [html`<g font-family="ui-monospace,monospace" font-size="8">${texts}</g>`];
}

/** A grid of pictures and drawn texts, row below row. */
export function pictureGrid(rows: readonly DrawnRow[]): Drawing {
  const parts: Html[] = [];
  // Squares of pictures have no labels, and need no room for them.
  const labelWidth = rows.some(({ label }) => label !== '') ? widestLabel : 0;
  const width = labelWidth + Math.max(0, ...rows.map(cellsOf)) * cell;
  let y = 0;
  for (const row of rows) {
    if (row.heading) {
      y += headingHeight;
      parts.push(html`<text x="0" y="${y - 8}" font-weight="bold">${row.heading}</text>`);
    }
    for (const line of row.caption ? wrapText(row.caption, Math.floor((width - 8) / characterWidth)) : []) {
      y += captionHeight;
      parts.push(html`<text x="8" y="${y - 2}" font-size="10">${line}</text>`);
    }
    const height = 'texts' in row ? textHeight : cell;
    if (row.label) parts.push(html`<text x="8" y="${y + height / 2 + 4}">${row.label}</text>`);
    parts.push(...contentOf(row, y, labelWidth));
    y += height;
  }
  return { content: html`${parts}`, width, height: y + 4 };
}

/** Text of an SVG file with a grid of pictures and drawn texts, on white. */
export function picturesSvg(rows: readonly PictureRow[], title: string): string {
  return svgOf(pictureGrid(rows), title, { background: 'white' }).text;
}

const isPlain = ({ label, caption }: DrawnRow): boolean => label === '' && caption === undefined;

/** Grids of pictures below each other, or three in a line where they are squares of pictures without labels. */
export function picturePanels(panels: readonly (readonly DrawnRow[])[]): Drawing {
  const squares = panels.length >= columns && panels.every((rows) => rows.every(isPlain));
  return squares ? inLines(panels.map(pictureGrid)) : pictureGrid(panels.flat());
}

function inLines(grids: readonly Drawing[]): Drawing {
  const width = Math.max(...grids.map((grid) => grid.width)) + gap;
  const height = Math.max(...grids.map((grid) => grid.height)) + gap;
  const placed = grids.map((grid, i) => {
    const [x, y] = [(i % columns) * width, Math.floor(i / columns) * height];
    // Three in a line are drawn small; their titles are to be read all the same.
    return html`<svg x="${x}" y="${y}" width="${grid.width}" height="${grid.height}" font-size="18">${grid.content}</svg>`;
  });
  return {
    content: html`${placed}`,
    width: columns * width - gap,
    height: Math.ceil(grids.length / columns) * height - gap,
  };
}
