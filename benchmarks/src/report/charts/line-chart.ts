import type { TopLevelSpec } from 'vega-lite';
import { chartConfig, drawChart, lineColours } from './draw-chart.js';

/** One point of a line. */
export interface ChartPoint {
  readonly series: string;
  readonly x: number;
  readonly y: number;
}

/** Dashes, so that lines can be told without colours. */
const dashes = [
  [1, 0],
  [5, 2.5],
  [1.5, 2],
  [8, 2, 1.5, 2],
  [3, 1.5],
  [10, 3],
];

/** What a chart shows beside its points. */
export interface ChartOptions {
  /** Read by screen readers. */
  readonly title: string;
  readonly xTitle: string;
  readonly yTitle?: string;
  /** Lines in this order, which decides their colours; absent ones are left out. */
  readonly series: readonly string[];
  /** Written above the chart. */
  readonly heading?: string;
  /** Shows which line is which. */
  readonly legend?: boolean;
  /** How values are written (d3-format); default with SI prefixes. */
  readonly yFormat?: string;
  /** Both axes go from 0 to 1. */
  readonly unitSquare?: boolean;
  /** Shows the points that the lines join. */
  readonly marked?: boolean;
  readonly width?: number;
  readonly height?: number;
}

function specOf(points: readonly ChartPoint[], options: ChartOptions): TopLevelSpec {
  const { xTitle, yTitle, heading, legend, yFormat = '~s', unitSquare, marked, width = 170, height = 105 } = options;
  const drawn = new Set(points.map((point) => point.series));
  // A line keeps its colour and dash where others are absent.
  const kept = options.series.flatMap((name, i) => (drawn.has(name) ? [{ name, i }] : []));
  const domain = kept.map(({ name }) => name);
  const shown = legend ? { orient: 'top' as const, title: null, symbolSize: 180, columns: 3 } : null;
  const scale = unitSquare ? { domain: [0, 1] } : { zero: false };
  const axis = { tickCount: 3, tickSize: 3, labelPadding: 3 };
  return {
    data: { values: points.map((point, at) => ({ ...point, at })) },
    ...(heading && { title: { text: heading, anchor: 'start', fontSize: 12 } }),
    width,
    height,
    padding: 2,
    mark: { type: 'line', strokeWidth: 1.8, ...(marked && { point: { size: 24, filled: true } }) },
    encoding: {
      x: {
        field: 'x',
        type: 'quantitative',
        title: xTitle,
        axis: { ...axis, ...(!unitSquare && { format: '~s' }), ...(marked && { format: '~g' }) },
        scale,
      },
      y: { field: 'y', type: 'quantitative', title: yTitle ?? null, axis: { ...axis, format: yFormat }, scale },
      order: { field: 'at' },
      color: {
        field: 'series',
        type: 'nominal',
        scale: { domain, range: kept.map(({ i }) => lineColours[i % lineColours.length]!) },
        legend: shown,
      },
      strokeDash: {
        field: 'series',
        type: 'nominal',
        scale: { domain, range: kept.map(({ i }) => dashes[i % dashes.length]!) },
        legend: shown,
      },
    },
    config: chartConfig,
  };
}

/**
 * A small line chart as inline SVG, as wide as its place but no wider than it is drawn. Colours are CSS variables of the page
 * (`--ink`, `--grid`, `--line-1` …), so that one picture serves light and dark. Lines join points in the order given.
 */
export async function lineChart(points: readonly ChartPoint[], options: ChartOptions): Promise<string> {
  return drawChart(specOf(points, options), options.title);
}
