import type { Sweep } from '../../figure.js';
import { lineChart } from './line-chart.js';
import { stackCharts } from './stack-charts.js';

/** The charts of a sweep below each other as one inline SVG in the colours of the page, each with its own lines. */
export async function sweepChart(sweep: Sweep): Promise<string> {
  const charts = await Promise.all(
    sweep.panels.map(({ title, lines }) =>
      lineChart(
        lines.flatMap(({ label, points }) =>
          points.flatMap(({ x, y }) => (y === undefined ? [] : [{ series: label, x, y }])),
        ),
        {
          title,
          heading: title,
          xTitle: sweep.xTitle,
          series: lines.map(({ label }) => label),
          legend: true,
          marked: true,
          yFormat: '~g',
          width: 260,
          height: 150,
        },
      ),
    ),
  );
  return stackCharts(charts, sweep.panels.map(({ title }) => title).join(', '));
}
