import type { LineCharts } from '../../jobs/shown.js';
import { type Html, html } from '../../results/formats/html-template.js';
import { bySeries, drawCharts, lineColours, type UnitSpec } from './draw-chart.js';
import { legend, panels } from './panels.js';

type LinePanel = LineCharts['panels'][number];

/** Dashes, so that lines can be told without colours. */
const dashes = [
  [1, 0],
  [5, 2.5],
  [1.5, 2],
  [8, 2, 1.5, 2],
  [3, 1.5],
  [10, 3],
];

/**
 * The specification of a chart whose lines join points in the order given. Their order decides their colours; those without
 * points are left out.
 * @param place A figure is larger than one of many panels; it has its title, a legend and marks at the points.
 */
export function lineSpec(
  { title, series }: LinePanel,
  { xTitle, yTitle, unitSquare }: Omit<LineCharts, 'type' | 'panels'>,
  place: 'panel' | 'figure',
): UnitSpec {
  const isFigure = place === 'figure';
  const [width, height] = isFigure ? [260, 150] : unitSquare ? [220, 220] : [170, 105];
  // A line keeps its colour and dash where others have no points.
  const kept = series.flatMap(({ name, points }, i) => (points.length > 0 ? [{ name, i }] : []));
  const telling = <Value>(values: readonly Value[]) =>
    bySeries(
      kept.map(({ name }) => name),
      kept.map(({ i }) => values[i % values.length]!),
      isFigure ? { symbolType: 'stroke', symbolSize: 180, columns: 3 } : null,
    );
  const axis = {
    type: 'quantitative' as const,
    axis: { tickCount: 3, tickSize: 3, labelPadding: 3, format: isFigure || unitSquare ? '~g' : '~s' },
    scale: unitSquare ? { domain: [0, 1] } : { zero: false },
  };
  const y = { ...axis, title: yTitle ?? null };
  return {
    data: { values: series.flatMap(valuesOf) },
    ...(isFigure && { title: { text: title, anchor: 'start', fontSize: 12 } }),
    width,
    height,
    encoding: { x: { ...axis, field: 'x', title: xTitle }, color: telling(lineColours) },
    layer: [
      {
        mark: { type: 'line', strokeWidth: 1.8, ...(isFigure && { point: { size: 24, filled: true } }) },
        encoding: { y: { ...y, field: 'y' }, order: { field: 'at' }, strokeDash: telling(dashes) },
      },
      ...(series.some(({ spread }) => spread)
        ? [{ mark: 'rule' as const, encoding: { y: { ...y, field: 'low' }, y2: { field: 'high' } } }]
        : []),
    ],
  };
}

function valuesOf({ name, points, spread = [] }: LinePanel['series'][number]) {
  return points.map(([x, y], at) => {
    const reach = spread[at] ?? 0;
    return { series: name, x, y, at, low: y - reach, high: y + reach };
  });
}

const legendOf = ({ series }: LinePanel): Html =>
  legend(
    series.map(({ name }) => name),
    'lines',
  );

/** Charts of lines beside each other, with one legend where all have the same lines. */
export async function drawLines(charts: LineCharts, model: string): Promise<Html> {
  const { panels: all, xTitle, yTitle, unitSquare } = charts;
  const [first, ...others] = all.map(legendOf);
  const alike = others.every(({ text }) => text === first!.text);
  const by = `${yTitle ? `, ${yTitle}` : ''} by ${xTitle}`;
  const drawn = all.map(async (panel) => ({
    title: panel.title,
    legend: !alike && legendOf(panel),
    svg: await drawCharts([lineSpec(panel, charts, 'panel')], `${model}: ${panel.title}${by}`),
  }));
  return html`${alike && first}
${await panels(unitSquare ? 'curves' : 'charts', drawn)}`;
}
