import type { TopLevelSpec } from 'vega-lite';
import type { AttributesFigure } from '../../figure.js';
import { chartConfig, drawChart, lineColours } from './draw-chart.js';
import { stackCharts } from './stack-charts.js';

type Panel = AttributesFigure['panels'][number];

/** Marks, so that models can be told without colours. */
const shapes = ['circle', 'square', 'triangle-up', 'diamond', 'cross'];
/** The mark of guessing: an upright bar. Vega's own marks that are lines show nothing, since points are filled. */
const bar = 'M-0.15,-1.2H0.15V1.2H-0.15Z';

function specOf({ title, lines }: Panel, attributes: readonly string[]): TopLevelSpec {
  const domain = lines.map(({ label }) => label);
  const points = lines.flatMap(({ label, values }) =>
    values.map((value, i) => ({ attribute: attributes[i]!, model: label, value })),
  );
  const isGuess = (i: number): boolean => lines[i]!.experiment === '';
  const legend = { orient: 'top' as const, title: null, columns: 2 };
  return {
    data: { values: points },
    title: { text: title, anchor: 'start', fontSize: 12 },
    width: 300,
    height: { step: 13 },
    padding: 2,
    mark: { type: 'point', filled: true, size: 34, opacity: 0.9 },
    encoding: {
      x: { field: 'value', type: 'quantitative', title: 'average precision', scale: { domain: [0, 1] } },
      y: {
        field: 'attribute',
        type: 'nominal',
        sort: [...attributes],
        title: null,
        axis: { grid: true, labelLimit: 160 },
      },
      color: {
        field: 'model',
        type: 'nominal',
        scale: {
          domain,
          range: domain.map((_, i) => (isGuess(i) ? 'var(--ink)' : lineColours[i % lineColours.length]!)),
        },
        legend,
      },
      shape: {
        field: 'model',
        type: 'nominal',
        scale: {
          domain,
          range: domain.map((_, i) => (isGuess(i) ? bar : shapes[i % shapes.length]!)),
        },
        legend,
      },
    },
    config: chartConfig,
  };
}

/** The charts of a figure of attributes below each other as one inline SVG, a row for each attribute. */
export async function attributesChart(figure: AttributesFigure): Promise<string> {
  const drawn = figure.panels.filter(({ lines }) => lines.some(({ values }) => values.length > 0));
  const charts = await Promise.all(drawn.map((panel) => drawChart(specOf(panel, figure.attributes), panel.title)));
  return stackCharts(charts, drawn.map(({ title }) => title).join(', '));
}
