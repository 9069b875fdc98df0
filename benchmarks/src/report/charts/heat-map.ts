import { html } from '../../render/html-template.js';

/** Side of a field, and room for the classes' names above and on the left, in the units of the drawing. */
const field = 12;
const room = 12;

/** Shades between nothing and everything. */
const shades = 8;

/**
 * A confusion matrix as inline SVG: rows are shaded by their shares, true classes on the left, predicted ones above. One
 * path a shade keeps it small.
 * @param counts `[i][j]` items of class i that were taken for class j.
 * @param title Read by screen readers.
 */
export function heatMap(counts: readonly (readonly number[])[], title: string): string {
  const n = counts.length;
  const fields = new Map<number, string>();
  counts.forEach((row, i) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    row.forEach((count, j) => {
      const shade = total === 0 ? 0 : Math.ceil((shades * count) / total);
      if (shade === 0) return;
      const place = `M${room + j * field} ${room + i * field}h${field}v${field}h-${field}z`;
      fields.set(shade, (fields.get(shade) ?? '') + place);
    });
  });
  const paths = [...fields]
    .sort(([a], [b]) => a - b)
    .map(([shade, path]) => html`<path d="${path}" fill-opacity="${(shade / shades).toFixed(2)}"/>`);
  const names = counts.map((_, i) => {
    const middle = room + (i + 0.5) * field;
    return html`<text x="${middle}" y="${room - 3}">${i}</text><text x="${room / 2 - 1}" y="${middle + 2.5}">${i}</text>`;
  });
  const side = room + n * field;
  return html`<svg xmlns="http://www.w3.org/2000/svg" class="heat" role="img" aria-label="${title}" viewBox="0 0 ${side + 1} ${side + 1}"><rect x="${room}" y="${room}" width="${n * field}" height="${n * field}"/>${paths}${names}</svg>`
    .text;
}
