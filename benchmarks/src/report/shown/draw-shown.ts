import type { Shown, ShownSection } from '../../jobs/shown.js';
import { folded, scrolled } from '../../results/formats/html-elements.js';
import { type Html, html } from '../../results/formats/html-template.js';
import { dotSpecs } from './dots.js';
import { drawCharts } from './draw-chart.js';
import { drawHeatMaps } from './heat-maps.js';
import { drawLines } from './lines.js';
import { pictureGrid, svgOf } from './pictures.js';
import { drawScatters } from './scatters.js';
import { withStrips } from './strips.js';
import { drawTable } from './table.js';

/**
 * One thing that a job shows, drawn.
 * @param model Title of the model, for screen readers.
 */
export async function drawShown(part: Shown, model: string): Promise<Html> {
  switch (part.type) {
    case 'heading':
      return html`<h5>${part.text}</h5>`;
    case 'text':
      return html`<p${part.small && html` class="small"`}>${part.text}</p>`;
    case 'pictures': {
      const title = `Generations of ${model}`;
      return scrolled(title, svgOf(pictureGrid(await withStrips(part.rows)), title, { className: 'grid' }));
    }
    case 'table':
      return drawTable(part, model);
    case 'heat-maps':
      return drawHeatMaps(part, model);
    case 'scatter':
      return drawScatters(part, model);
    case 'lines':
      return drawLines(part, model);
    case 'dots': {
      const title = `${model}: ${part.xTitle}`;
      return scrolled(title, await drawCharts(dotSpecs(part), title));
    }
  }
}

/** A part of a model's section, folded away if it is a detail. */
export async function drawSection({ title, folded: away, parts }: ShownSection, model: string): Promise<Html> {
  const drawn = await Promise.all(parts.map((part) => drawShown(part, model)));
  const body = html`${drawn.map((part) => html`${part}\n`)}`;
  return away
    ? folded(title, body)
    : html`<h4>${title}</h4>
${body}`;
}
