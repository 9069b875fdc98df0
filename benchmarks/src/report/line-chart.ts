import * as vega from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

/** One point of a line: `panel` picks the small chart, `series` the line in it. */
export interface ChartPoint {
  readonly panel: string;
  readonly series: string;
  readonly x: number;
  readonly y: number;
}

/** Colours that the page defines, for light and for dark. */
const palette = ['var(--line-1)', 'var(--line-2)', 'var(--line-3)', 'var(--line-4)', 'var(--line-5)', 'var(--line-6)'];

/** What a chart shows beside its points. */
export interface ChartOptions {
  readonly xTitle: string;
  /** Panels in this order; absent ones are left out. */
  readonly panels: readonly string[];
  readonly series: readonly string[];
  /** Panels beside each other. */
  readonly columns: number;
  /** How values are written (d3-format); default with SI prefixes. */
  readonly yFormat?: string;
  /** Shows the points that the lines join. */
  readonly marked?: boolean;
}

/**
 * Small line charts beside each other, each with its own y axis, as inline SVG. Colours are CSS variables of the page
 * (`--ink`, `--grid`, `--line-1` …), so that one picture serves light and dark.
 */
export async function lineChart(points: readonly ChartPoint[], options: ChartOptions): Promise<string> {
  const panels = options.panels.filter((panel) => points.some((point) => point.panel === panel));
  const series = options.series.filter((name) => points.some((point) => point.series === name));
  const spec: TopLevelSpec = {
    data: { values: points.map((point) => ({ ...point })) },
    facet: { field: 'panel', type: 'nominal', sort: [...panels], title: null },
    columns: options.columns,
    spacing: 18,
    resolve: { scale: { y: 'independent' } },
    spec: {
      width: 170,
      height: 110,
      mark: { type: 'line', strokeWidth: 1.8, ...(options.marked && { point: { size: 24, filled: true } }) },
      encoding: {
        x: { field: 'x', type: 'quantitative', title: options.xTitle, axis: { tickCount: 4 } },
        y: {
          field: 'y',
          type: 'quantitative',
          title: null,
          scale: { zero: false },
          axis: { tickCount: 4, format: options.yFormat ?? '~s' },
        },
        color: {
          field: 'series',
          type: 'nominal',
          sort: [...series],
          scale: { domain: [...series], range: palette.slice(0, Math.max(1, series.length)) },
          legend: series.length > 1 ? { orient: 'top', title: null } : null,
        },
      },
    },
    config: {
      background: 'transparent',
      font: 'system-ui, sans-serif',
      view: { stroke: 'transparent' },
      axis: {
        domainColor: 'var(--grid)',
        gridColor: 'var(--grid)',
        tickColor: 'var(--grid)',
        labelColor: 'var(--ink)',
        titleColor: 'var(--ink)',
        titleFontWeight: 'normal',
      },
      header: { labelColor: 'var(--ink)', labelFontWeight: 'bold' },
      legend: { labelColor: 'var(--ink)' },
    },
  };
  const view = new vega.View(vega.parse(compile(spec).spec), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  // Scale down on narrow pages; the viewBox keeps the proportions.
  return svg.replace(
    /<svg([^>]*?) width="([\d.]+)" height="([\d.]+)"/,
    '<svg$1 style="width:100%;max-width:$2px;height:auto"',
  );
}
