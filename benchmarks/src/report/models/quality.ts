import { type Html, html, rawHtml } from '../../render/html-template.js';
import type { QualityCell, QualityResult } from '../../units/quality.js';
import { lineChart } from '../charts/line-chart.js';
import { lineLegend } from '../panels.js';
import { generationLabel, shortName, subsetLabel } from '../short-names.js';
import { count, shownNumber } from '../shown-number.js';

type Cells = readonly (readonly [source: string, cell: QualityCell])[];

/** The cells of each target, in the order of the result. */
function byTarget(cells: QualityResult['cells']): ReadonlyMap<string, Cells> {
  const targets = new Map<string, Cells>();
  for (const [name, cell] of Object.entries(cells)) {
    const [source, target] = name.split('>') as [string, string];
    targets.set(target, [...(targets.get(target) ?? []), [source, cell]]);
  }
  return targets;
}

async function curvesOf(target: string, cells: Cells, model: string): Promise<Html> {
  const series = cells.map(([source]) => subsetLabel(source));
  const points = cells.flatMap(([source, { curve }]) =>
    curve.precision.map((y, i) => ({ series: subsetLabel(source), x: curve.recall[i]!, y })),
  );
  const title = `generated ${shortName(target)}`;
  const svg = await lineChart(points, {
    title: `${model}: precision and recall of ${title}`,
    xTitle: 'recall',
    yTitle: 'precision',
    series,
    unitSquare: true,
    yFormat: '~g',
    width: 220,
    height: 220,
  });
  return html`<figure><figcaption>${title}, from</figcaption>${lineLegend(series)}${rawHtml(svg)}</figure>`;
}

/** Precision-recall curves of generated images, and what else was measured of them. */
export async function qualityOfImages(result: QualityResult, model: string): Promise<Html> {
  const targets = byTarget(result.cells);
  const charts = await Promise.all([...targets].map(([target, cells]) => curvesOf(target, cells, model)));
  const undersampled = Object.values(result.cells).some(({ fidUndersampled }) => fidUndersampled);
  const rows = Object.entries(result.cells).map(
    ([name, cell]) => html`<tr><th scope="row">${generationLabel(name)}</th>
<td>${shownNumber(cell.prdMean, 3)}</td><td>${shownNumber(cell.f8, 3)}</td><td>${shownNumber(cell.f1_8, 3)}</td>
<td>${shownNumber(cell.fid, 2)}${cell.fidUndersampled && html`<sup>*</sup>`}</td>
<td>${shownNumber(cell.density, 3)}</td><td>${shownNumber(cell.coverage, 3)}</td><td>${count(cell.samples)}</td></tr>`,
  );
  return html`<h4>Quality of images</h4>
<p>Precision (how much of what is generated looks real) against recall (how much of what is real is generated), over all trade-offs between the two; the upper right corner is perfect.</p>
<div class="panels prd">${charts}</div>
<div class="scroll" role="region" aria-label="Quality of the images of ${model}" tabindex="0"><table class="plain"><thead><tr><th scope="col">from→what</th>
<th scope="col">PRD mean</th><th scope="col">F<sub>8</sub>, recall</th><th scope="col">F<sub>1/8</sub>, precision</th><th scope="col">FID</th><th scope="col">density</th><th scope="col">coverage</th><th scope="col">images</th></tr></thead>
<tbody>${rows}</tbody></table></div>
<p class="small">In ${result.features}. More is better, but for the FID.${
    undersampled && ' * Fewer images than features: this FID says little.'
  }</p>`;
}
