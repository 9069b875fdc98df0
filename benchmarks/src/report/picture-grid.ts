import { escapeHtml } from '../render/escape-html.js';

/** One row of a picture grid: pictures (as `data:` URLs) or short texts. */
export type PictureRow = {
  readonly label: string;
  /** Starts a group of rows with this heading. */
  readonly heading?: string;
} & ({ readonly tiles: readonly string[] } | { readonly texts: readonly string[] });

const labelWidth = 76;
const cell = 46;
const tile = 40;
const textHeight = 20;
const headingHeight = 24;

/**
 * A grid of pictures and drawn texts as one SVG that needs nothing else. Writing takes the colour of the page
 * (`currentColor`).
 * @param title Read by screen readers.
 * @param options.background Colour behind it, for files that are looked at by themselves; none by default.
 */
export function pictureGrid(rows: readonly PictureRow[], title: string, options: { background?: string } = {}): string {
  const parts: string[] = [];
  let y = 0;
  let columns = 0;
  for (const row of rows) {
    if (row.heading) {
      y += headingHeight;
      parts.push(`<text x="0" y="${y - 8}" font-weight="bold">${escapeHtml(row.heading)}</text>`);
    }
    const height = 'tiles' in row ? cell : textHeight;
    parts.push(`<text x="8" y="${y + height / 2 + 4}">${escapeHtml(row.label)}</text>`);
    if ('tiles' in row) {
      row.tiles.forEach((href, i) => {
        parts.push(
          `<image x="${labelWidth + i * cell}" y="${y + 3}" width="${tile}" height="${tile}" href="${href}" style="image-rendering:pixelated"/>`,
        );
      });
      columns = Math.max(columns, row.tiles.length);
    } else {
      row.texts.forEach((text, i) => {
        // Blanks matter: the word's place is part of what is generated.
        const shown = escapeHtml(text.replaceAll(' ', '\u00b7'));
        parts.push(
          `<text x="${labelWidth + i * cell}" y="${y + 14}" font-family="ui-monospace,monospace" font-size="8" textLength="${tile}" lengthAdjust="spacingAndGlyphs">${shown}</text>`,
        );
      });
      columns = Math.max(columns, row.texts.length);
    }
    y += height;
  }
  const width = labelWidth + columns * cell;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escapeHtml(title)}" viewBox="0 0 ${width} ${y + 4}" ` +
    `width="${width}" height="${y + 4}" font-family="system-ui,sans-serif" font-size="12" fill="currentColor"${options.background ? ` style="background:${options.background}"` : ''}>${parts.join('')}</svg>`
  );
}
