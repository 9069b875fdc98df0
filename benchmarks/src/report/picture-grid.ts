import { escapeHtml } from '../render/escape-html.js';
import { wrapText } from '../render/wrap-text.js';

/** One row of a picture grid: pictures (as `data:` URLs) or short texts. */
export type PictureRow = {
  readonly label: string;
  /** Starts a group of rows with this heading. */
  readonly heading?: string;
  /** What the row is made from, written above it. */
  readonly caption?: string;
} & ({ readonly tiles: readonly string[] } | { readonly texts: readonly string[] });

const widestLabel = 76;
const cell = 46;
const tile = 40;
const textHeight = 20;
const headingHeight = 30;
const captionHeight = 13;
/** Width of a character of a caption, on average. */
const characterWidth = 5.2;

function cellsOf(row: PictureRow): number {
  return 'tiles' in row ? row.tiles.length : row.texts.length;
}

/** The pictures or texts of a row whose upper edge is at `y`. */
function contentOf(row: PictureRow, y: number, labelWidth: number): string[] {
  if ('tiles' in row) {
    return row.tiles.map(
      (href, i) =>
        `<image x="${labelWidth + i * cell}" y="${y + 3}" width="${tile}" height="${tile}" href="${href}" style="image-rendering:pixelated"/>`,
    );
  }
  return row.texts.map((text, i) => {
    // Blanks matter: the word's place is part of what is generated.
    const shown = escapeHtml(text.replaceAll(' ', '\u00b7'));
    return `<text x="${labelWidth + i * cell}" y="${y + 14}" font-family="ui-monospace,monospace" font-size="8" textLength="${tile}" lengthAdjust="spacingAndGlyphs">${shown}</text>`;
  });
}

/**
 * A grid of pictures and drawn texts as one SVG that needs nothing else. Writing takes the colour of the page
 * (`currentColor`).
 * @param title Read by screen readers.
 * @param options.background Colour behind it, for files that are looked at by themselves; none by default.
 */
export function pictureGrid(rows: readonly PictureRow[], title: string, options: { background?: string } = {}): string {
  const parts: string[] = [];
  // Squares of pictures have no labels, and need no room for them.
  const labelWidth = rows.some(({ label }) => label !== '') ? widestLabel : 0;
  const width = labelWidth + Math.max(0, ...rows.map(cellsOf)) * cell;
  let y = 0;
  for (const row of rows) {
    if (row.heading) {
      y += headingHeight;
      parts.push(`<text x="0" y="${y - 8}" font-weight="bold">${escapeHtml(row.heading)}</text>`);
    }
    for (const line of row.caption ? wrapText(row.caption, Math.floor((width - 8) / characterWidth)) : []) {
      y += captionHeight;
      parts.push(`<text x="8" y="${y - 2}" font-size="10">${escapeHtml(line)}</text>`);
    }
    const height = 'tiles' in row ? cell : textHeight;
    if (row.label) parts.push(`<text x="8" y="${y + height / 2 + 4}">${escapeHtml(row.label)}</text>`);
    parts.push(...contentOf(row, y, labelWidth));
    y += height;
  }
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escapeHtml(title)}" viewBox="0 0 ${width} ${y + 4}" ` +
    `width="${width}" height="${y + 4}" font-family="system-ui,sans-serif" font-size="12" fill="currentColor"${options.background ? ` style="background:${options.background}"` : ''}>${parts.join('')}</svg>`
  );
}
