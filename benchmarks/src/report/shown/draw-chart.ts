import type { Config, TopLevelSpec } from 'vega-lite';
import { visibleText } from '../../input/visible-text.js';
import { escapeHtml, type Html, rawHtml } from '../../results/formats/html-template.js';
import { slimSvg } from './slim-svg.js';

/** Colours of lines and marks that the page defines, for light and for dark. */
export const lineColours: readonly string[] = [1, 2, 3, 4, 5, 6].map((i) => `var(--line-${i})`);

/** A chart that can stand by itself or among others. */
export type UnitSpec = Extract<TopLevelSpec, { vconcat: unknown }>['vconcat'][number];

/** Axes and words in the colours of the page (`--ink`, `--grid`). */
const config: Config = {
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

/** Tells the series of the domain by colours, dashes or shapes, in the order of the range. */
export function bySeries<Value>(domain: string[], range: Value[], legend: object | null) {
  const shown = legend && { orient: 'top' as const, title: null, ...legend };
  return { field: 'series', type: 'nominal' as const, scale: { domain, range }, legend: shown };
}

/**
 * A chart as inline SVG, as wide as its place but no wider than it is drawn. Colours are CSS variables of the page, so that
 * one picture serves light and dark.
 * @param title Read by screen readers.
 */
export async function drawChart(spec: TopLevelSpec, title: string): Promise<Html> {
  // Loading them takes long, and commands that draw nothing need none.
  const [vega, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
  const view = new vega.View(vega.parse(compile(spec, { config }).spec), { renderer: 'none' });
  // Vega writes entities, but leaves characters that steer.
  const svg = slimSvg(visibleText(await view.toSVG()));
  view.finalize();
  const label = escapeHtml(title);
  return rawHtml(
    svg.replace(
      /<svg([^>]*?) width="([\d.]+)" height="[\d.]+"/,
      (_, before: string, width: string) =>
        `<svg role="img" aria-label="${label}" font-family="system-ui,sans-serif"${before} style="width:100%;max-width:${width}px;height:auto"`,
    ),
  );
}

/** Charts below each other as one inline SVG, each with lines and a legend of its own. */
export function drawCharts(charts: readonly UnitSpec[], title: string): Promise<Html> {
  const resolve = { scale: { color: 'independent', shape: 'independent', strokeDash: 'independent' } } as const;
  return drawChart({ vconcat: [...charts], spacing: 24, padding: 2, resolve }, title);
}
