import type { Sweep } from '../figure.js';
import { lineChart } from './line-chart.js';

/** Distance between charts. */
const gap = 16;

/** The charts of a sweep below each other as one inline SVG in the colours of the page, each with its own lines. */
export async function sweepChart(sweep: Sweep): Promise<string> {
  const charts = await Promise.all(
    sweep.panels.map(({ title, lines }) =>
      lineChart(
        lines.flatMap(({ label, points }) =>
          points.flatMap(({ x, y }) => (y === undefined ? [] : [{ panel: title, series: label, x, y }])),
        ),
        {
          xTitle: sweep.xTitle,
          panels: [title],
          series: lines.map(({ label }) => label),
          columns: 1,
          marked: true,
          yFormat: '~g',
        },
      ),
    ),
  );
  let width = 0;
  let height = 0;
  const placed = charts.map((svg) => {
    const [, , own, tall] = /viewBox="([^"]+)"/.exec(svg)![1]!.split(' ').map(Number) as [
      number,
      number,
      number,
      number,
    ];
    const at = height;
    width = Math.max(width, own);
    height += tall + gap;
    return svg.replace(/^<svg([^>]*?) style="[^"]*"/, `<svg$1 y="${at}" width="${own}" height="${tall}"`);
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 ${width} ${height}" ` +
    `style="width:100%;max-width:${width}px;height:auto">${placed.join('')}</svg>`
  );
}
