import type { Shown } from '../../jobs/shown.js';
import type { Figure } from '../../results/figure.js';
import type { Html } from '../../results/formats/html-template.js';
import { dotSpecs } from './dots.js';
import { drawCharts, type UnitSpec } from './draw-chart.js';
import { lineSpec } from './lines.js';
import { picturePanels, svgOf } from './pictures.js';

/** A figure as one inline SVG in the colours of the page: its charts or grids of pictures below each other. */
export async function drawFigure({ title, parts }: Pick<Figure, 'title' | 'parts'>): Promise<Html> {
  const charts = parts.flatMap(chartsOf);
  if (charts.length > 0) return drawCharts(charts, title);
  const grids = parts.flatMap((part) => (part.type === 'pictures' ? [part.rows] : []));
  return svgOf(picturePanels(grids), title, { className: 'grid' });
}

function chartsOf(part: Shown): UnitSpec[] {
  if (part.type === 'dots') return dotSpecs(part);
  return part.type === 'lines' ? part.panels.map((panel) => lineSpec(panel, part, 'figure')) : [];
}
