import type { HeatMaps } from '../../jobs/shown.js';
import { type Html, html } from '../../results/formats/html-template.js';
import { panels } from './panels.js';
import { svgOf } from './pictures.js';

/** Size of a field, and room for the classes' names. */
const step = 15;
const margin = 14;

/** Confusion matrices beside each other. */
export function drawHeatMaps({ maps }: HeatMaps, model: string): Promise<Html> {
  const drawn = maps.map(async ({ title, counts, below }) => {
    const size = margin + step * counts.length + 2;
    const drawing = { content: heatMap(counts), width: size, height: size };
    return { title, svg: svgOf(drawing, `${model}, ${title} agree`), below };
  });
  return panels('maps', drawn);
}

/**
 * A confusion matrix: rows are shaded by their shares, true classes on the left, predicted ones above. The smallest share can
 * be seen; shades come in twenty steps, so that one path draws all fields of a shade.
 * @param counts `[i][j]` items of class i that were taken for class j.
 */
function heatMap(counts: readonly (readonly number[])[]): Html {
  const fields = new Map<number, string>();
  counts.forEach((row, i) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    row.forEach((count, j) => {
      if (count === 0) return;
      const shade = Math.ceil(2 + (18 * count) / total) / 20;
      const field = `M${margin + j * step},${margin + i * step}h${step}v${step}h-${step}Z`;
      fields.set(shade, (fields.get(shade) ?? '') + field);
    });
  });
  const side = step * counts.length;
  const at = (i: number): number => margin + (i + 0.5) * step;
  const names = counts.map(
    (_, i) => html`<text x="${at(i)}" y="10">${i}</text><text x="7" y="${at(i) + 3.5}">${i}</text>`,
  );
  const paths = [...fields].map(([shade, path]) => html`<path d="${path}" fill-opacity="${shade}"/>`);
  return html`<rect x="${margin}" y="${margin}" width="${side}" height="${side}" fill="var(--raised)"/>
<g fill="var(--line-1)">${paths}</g><g fill="var(--soft)" font-size="10" text-anchor="middle">${names}</g>`;
}
