import type { PictureRow, Shown } from '../../jobs/shown.js';
import type { Figure } from '../../results/figure.js';
import type { Html } from '../../results/formats/html-template.js';
import { dotSpecs } from './dots.js';
import { drawCharts, type UnitSpec } from './draw-chart.js';
import { lineSpec } from './lines.js';
import { type DrawnRow, picturePanels, svgOf } from './pictures.js';

/**
 * A figure as one inline SVG in the colours of the page: its charts or grids of pictures below each other.
 * @param rowsOf Readies the rows of pictures; default: as they are.
 */
export async function drawFigure(
  { title, parts }: Pick<Figure, 'title' | 'parts'>,
  rowsOf: (rows: readonly PictureRow[]) => Promise<readonly DrawnRow[]> = async (rows) => rows,
): Promise<Html> {
  const charts = parts.flatMap(chartsOf);
  if (charts.length > 0) return drawCharts(charts, title);
  const grids = await Promise.all(parts.flatMap((part) => (part.type === 'pictures' ? [rowsOf(part.rows)] : [])));
  return svgOf(picturePanels(grids), title, { className: 'grid' });
}

function chartsOf(part: Shown): UnitSpec[] {
  if (part.type === 'dots') return dotSpecs(part);
  return part.type === 'lines' ? part.panels.map((panel) => lineSpec(panel, part, 'figure')) : [];
}
