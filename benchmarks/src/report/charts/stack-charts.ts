import { escapeHtml } from '../../render/escape-html.js';

/** Distance between charts. */
const gap = 16;

/**
 * Charts below each other as one inline SVG.
 * @param charts Inline SVGs with a viewBox, as charts are made here.
 * @param title Read by screen readers.
 */
export function stackCharts(charts: readonly string[], title: string): string {
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
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escapeHtml(title)}" ` +
    `viewBox="0 0 ${width} ${height}" style="width:100%;max-width:${width}px;height:auto">${placed.join('')}</svg>`
  );
}
