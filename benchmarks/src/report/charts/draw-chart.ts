import * as vega from 'vega';
import { type Config, compile, type TopLevelSpec } from 'vega-lite';
import { escapeHtml } from '../../render/escape-html.js';
import { slimSvg } from './slim-svg.js';

/** Colours of lines and marks that the page defines, for light and for dark. */
export const lineColours: readonly string[] = [
  'var(--line-1)',
  'var(--line-2)',
  'var(--line-3)',
  'var(--line-4)',
  'var(--line-5)',
  'var(--line-6)',
];

/** Axes and words in the colours of the page (`--ink`, `--grid`). */
export const chartConfig: Config = {
  background: 'transparent',
  view: { stroke: 'transparent' },
  axis: {
    domainColor: 'var(--grid)',
    gridColor: 'var(--grid)',
    tickColor: 'var(--grid)',
    labelColor: 'var(--ink)',
    titleColor: 'var(--ink)',
    titleFontWeight: 'normal',
  },
  title: { color: 'var(--ink)', fontWeight: 'bold' },
  legend: { labelColor: 'var(--ink)' },
};

/**
 * A chart as inline SVG, as wide as its place but no wider than it is drawn. Colours are CSS variables of the page, so that
 * one picture serves light and dark.
 * @param title Read by screen readers.
 */
export async function drawChart(spec: TopLevelSpec, title: string): Promise<string> {
  const view = new vega.View(vega.parse(compile(spec).spec), { renderer: 'none' });
  const svg = slimSvg(await view.toSVG());
  view.finalize();
  return svg.replace(
    /<svg([^>]*?) width="([\d.]+)" height="([\d.]+)"/,
    `<svg role="img" aria-label="${escapeHtml(title)}" font-family="system-ui,sans-serif"$1 style="width:100%;max-width:$2px;height:auto"`,
  );
}
